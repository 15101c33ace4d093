"""What parties and things are found and ordered by: values derived from theirs, for indexes alone.

`sortName` and `sortCode` are folded and cut to what an index takes; `sortCountry` and `sortCity` are a place and then
the name, so that the parties of a place are a stretch of the index, in the order of their names. `searchText` holds the
words of all that people look a party up by, each once, as the full-text index is to hold them: folded, and a second
time with `ae`, `oe` and `ue` as `a`, `o` and `u`, so that Müller, Mueller and Muller are one. In scripts without spaces
between words every character is a word, and `|` ends a run of them. Marks set apart what no text can name: `=` a role
or nature, `@` a source and its tables, `#` a tag, `$` a level, `%` a telephone number from its end.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from graph.errors import UsageError
from graph.keys import fold
from graph.model import Category

LONGEST_SORTED: Final = 200
"""Characters of a value that an index is ordered by; Neo4j takes no key beyond 8 kB."""
LONGEST_WORD: Final = 64
MOST_WORDS: Final = 300
"""Words that a party is found by, at most."""
LONGEST_TEXT: Final = 200
MOST_ASKED: Final = 16
"""Words of a text that is searched for."""
_LAST: Final = "\uffff"
"""Where no place is known: behind all that are."""
_BEFORE_NAME: Final = "\x01"
_SHORTEST_PREFIX: Final = 2
_SHORTEST_WHOLE: Final = 4
_SHORTEST_PHONE: Final = 5
_IDENTIFIERS: Final = ("taxId", "key")
"""Found without the spaces in them too."""
_TEXTS: Final = (
    "name",
    "legalName",
    "contactName",
    "firstName",
    "lastName",
    "email",
    "phone",
    "fax",
    "website",
    "city",
    *_IDENTIFIERS,
)
_PHONES: Final = ("phone", "fax")
_WORD: Final = re.compile(r"[^\W_]+")
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_PHONE: Final = re.compile(r"[\d\s()+./-]+")
_NOT_DIGITS: Final = re.compile(r"\D+")
_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_NOTHING: Final = r"searchText:\|\|"
"""Finds nothing: no word of the index is that."""


def index_values(
    category: Category, values: Mapping[str, Any], standing: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Values of a party or thing for indexes, from its other values and from its records that have not ended.

    A party without such a record stands in no list but that of placeholders, and is not found.
    """
    found = {"sortName": sorting(values.get("name", ""))}
    if category is Category.THING:
        return found | ({"sortCode": sorting(values["code"])} if values.get("code") else {})
    if standing:
        found["sortCountry"] = placed(values.get("country")) + found["sortName"]
        found["sortCity"] = placed(values.get("city")) + found["sortName"]
        found["searchText"] = search_text(standing)
    return found


def sorting(value: object) -> str:
    """Fold a value and cut it to what an index is ordered by."""
    return fold(str(value))[:LONGEST_SORTED]


def placed(place: object) -> str:
    """What `sortCountry` or `sortCity` begins with for all parties of a country or city."""
    return (sorting(place or "") or _LAST) + _BEFORE_NAME


def search_text(records: Iterable[Mapping[str, Any]]) -> str:
    """Marks and words of the records that describe a party, sorted, each once."""
    marks: set[str] = set()
    words: set[str] = set()
    for record in records:
        for name in _TEXTS:
            if text := record.get(name):
                words.update(_indexed(str(text)))
        for name in _IDENTIFIERS:
            if (text := record.get(name)) and " " in text:
                words.add(compact(str(text)))
        for name in _PHONES:
            if text := record.get(name):
                marks.add("%" + _NOT_DIGITS.sub("", str(text))[::-1][:LONGEST_WORD])
        marks.update(_fixed_marks(record["source"], record["table"], record["kind"], record.get("nature")))
        marks.update(_marks_of(record))
    return " ".join([*sorted(marks), *sorted(words)][:MOST_WORDS])


def search_query(text: str, role: str | None = None) -> str:
    """The full-text query that finds what all words of a text begin; of a role, where one is given.

    The text is a person's: nothing in it is an operator. One without a letter or digit finds nothing. Raises UsageError
    for a text that is too long.
    """
    folded = _folded(text)
    if len(text) > LONGEST_TEXT or len(folded.split()) > MOST_ASKED:
        raise UsageError(
            f"`text` is {len(text)} characters long; search for up to {MOST_ASKED} words of {LONGEST_TEXT} characters"
        )
    clauses = [clause for chunk in folded.split() if (clause := _chunk(chunk))]
    if not clauses:
        return _NOTHING
    ways = [f"({' '.join(f'+({clause})' for clause in clauses)})"]
    whole = "".join(_WORD.findall(folded))[:LONGEST_WORD]
    if len(clauses) > 1 and len(whole) >= _SHORTEST_WHOLE:  # DE 123 456 789
        ways.append(f"(+searchText:{whole}*)")
    digits = _NOT_DIGITS.sub("", folded).lstrip("0")
    if _PHONE.fullmatch(folded) and len(digits) >= _SHORTEST_PHONE:
        ways.append(f"(+searchText:\\%{digits[::-1][:LONGEST_WORD]}*)")
    return " ".join([f"+({' '.join(ways)})", *(f"+{mark}^0" for mark in _asked([("=", role)]))])


def mark_query(role: str | None, marks: Iterable[tuple[str, str | None]]) -> str:
    """The full-text query for parties that have all marks, each a sign and its text."""
    return " ".join(f"+{mark}" for mark in _asked([("=", role), *marks]))


def run_query(text: str) -> str | None:
    """The full-text query for a folded text that is one run of a script without spaces; None for any other."""
    words = _words(text)
    if words != [text] or not _is_spaceless(text):
        return None
    return f'+searchText:"{" ".join(text)}"'


def _asked(marks: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    return (f"searchText:\\{sign}{compact(text)}" for sign, text in marks if text is not None)


def _marks_of(record: Mapping[str, Any]) -> Iterator[str]:
    if record.get("generated"):
        yield "=generated"
    if level := record.get("level"):
        yield "$" + compact(str(level))
    for tag in record.get("tags") or ():
        yield "#" + compact(str(tag))


@lru_cache(maxsize=1 << 10)
def _fixed_marks(source: str, table: str, kind: str, nature: str | None) -> tuple[str, ...]:
    """Marks that the records of one table share."""
    marks = ("@" + compact(source), "@" + compact(source + table), "=" + compact(kind))
    return (*marks, "=" + compact(nature)) if nature else marks


def _indexed(text: str) -> Iterator[str]:
    """Words of a text as the index is to hold them, and what stands between spaces as one word besides."""
    for chunk in _folded(text).split():
        words = _words(chunk)
        for word in words:
            yield from _spellings(word)
        if len(words) > 1 and not any(map(_is_spaceless, words)):
            yield from _spellings("".join(words)[:LONGEST_WORD])


def _spellings(word: str) -> Iterator[str]:
    if _is_spaceless(word):
        yield f"{' '.join(word)} |"
        return
    yield word
    plain = _plain(word)
    if plain != word:
        yield plain


def _chunk(chunk: str) -> str:
    """The clause for what was typed between two spaces."""
    words = _words(chunk)
    if len(words) == 1:
        return _word(words[0])
    if not words:
        return ""
    apart = " ".join(f"+({_word(word)})" for word in words)
    if any(map(_is_spaceless, words)):
        return apart
    joined = _word("".join(words)[:LONGEST_WORD])
    return joined if "@" in chunk else f"({joined}) ({apart})"  # half an address is none


def _word(word: str) -> str:
    """The clause for one word: as it is spelt, then as it sounds, then as the beginning of a longer one."""
    if _is_spaceless(word):
        return f'searchText:"{" ".join(word)}" sortName:{word}*'
    plain = _plain(word)
    clause = f"searchText:{word}^3 sortName:{word}^4 searchText:{plain}^2"
    return f"{clause} searchText:{word}* searchText:{plain}*" if len(word) >= _SHORTEST_PREFIX else clause


def _words(chunk: str) -> list[str]:
    """Words of what stands between two spaces; runs of a script without spaces are words of their own."""
    if chunk.isascii():
        return [word[:LONGEST_WORD] for word in _ASCII_WORD.findall(chunk)]
    return [part[:LONGEST_WORD] for word in _WORD.findall(chunk) for part in _runs(word)]


def _runs(word: str) -> list[str]:
    runs: list[str] = []
    for letter in word:
        if runs and _is_spaceless(runs[-1]) == _is_spaceless(letter):
            runs[-1] += letter
        else:
            runs.append(letter)
    return runs


def _is_spaceless(word: str) -> bool:
    """Whether a word is of a script that has no capitals, which those without spaces have in common."""
    return not word.isascii() and unicodedata.category(word[0]) == "Lo"


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else fold(text).translate(_LETTERS)


def _plain(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u") if "e" in word else word


@lru_cache(maxsize=1 << 10)
def compact(text: str) -> str:
    """Letters and digits of a text, folded."""
    return "".join(_WORD.findall(_folded(text)))[:LONGEST_WORD]
