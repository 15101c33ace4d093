"""Text in lines: new lines of any kind, or an end of row of one's own, in groups of bounded size."""

import io
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from graph.errors import InvalidDataError
from ingest.readers.text import Block

LINE_LIMIT: Final = 8 * 1024 * 1024
"""Characters of a line at most."""
CUT: Final = "\udfff"
"""Ends a line that was longer than `LINE_LIMIT`: the rest of it was passed over."""

# Noncharacters, which no text may hold, stand for what `csv` cannot take: it knows delimiters of one letter only,
# and takes every new line outside quotes as the end of a row.
_DELIMITER: Final = "\ufdd0"
_NEW_LINE: Final = "\ufdd1"
_RETURN: Final = "\ufdd2"
_STAND_INS: Final = (_DELIMITER, _NEW_LINE, _RETURN)


class Lines(NamedTuple):
    """Some whole lines with their ends, how many new lines each takes in the file, and the bytes read so far.

    `heights` is `None` where every line takes one. `suspect` says that some may hold broken bytes, NUL, or a cut.
    """

    lines: list[str]
    heights: list[int] | None
    suspect: bool
    done: int


class LineEnds:
    """How a file's text falls into lines, and how letters that stand for others are turned back."""

    def __init__(self, name: str, delimiter: str, row_end: str | None) -> None:
        self._name = name
        self._row_end = None if row_end in ("\n", "\r\n", "\r") else row_end
        self._long = delimiter if len(delimiter) > 1 else None
        self.delimiter = _DELIMITER if self._long else delimiter
        self._swaps = [(self._long, _DELIMITER)] if self._long else []
        if self._row_end:
            self._swaps += [("\n", _NEW_LINE), ("\r", _RETURN)]

    @property
    def swaps(self) -> bool:
        """Whether letters stand for others, so that cells need `restore`."""
        return bool(self._swaps)

    def restore(self, cell: str) -> str:
        """Return a cell as the file has it."""
        if self._row_end:
            cell = cell.replace("\n", self._row_end)
        for meant, stand_in in self._swaps:
            cell = cell.replace(stand_in, meant)
        return cell

    def restore_line(self, line: str) -> str:
        """Return a whole line as the file has it, its end included."""
        return self.restore(line)

    def split(self, blocks: Iterable[Block]) -> Iterator[Lines]:
        """Yield the blocks' text in whole lines."""
        rest, cut, done, suspect = "", False, 0, False
        for block in blocks:
            text, done, suspect = rest + block.text, block.done, suspect or block.broken or "\0" in block.text
            if cut:
                text, cut = self._after_cut(text)
                if cut:
                    rest = text
                    continue
            end = self._last_end(text)
            if end:
                yield self._lines(text[:end], suspect, done)
                suspect = block.broken or "\0" in block.text
            rest = text[end:]
            if len(rest) > LINE_LIMIT:
                yield self._lines(rest[:LINE_LIMIT] + CUT + (self._row_end or "\n"), True, done)
                rest, cut = rest[LINE_LIMIT:], True
        if rest and not cut:
            yield self._lines(rest, suspect, done)

    def _after_cut(self, text: str) -> tuple[str, bool]:
        """Return the text after the end of the line that is passed over, or what to look at again and `True`."""
        if self._row_end:
            place = text.find(self._row_end)
            if place >= 0:
                return text[place + len(self._row_end) :], False
            return text[-len(self._row_end) :], True
        place = min((p for p in (text.find("\n"), text.find("\r")) if p >= 0), default=-1)
        return (text[place + 1 :], False) if place >= 0 else ("", True)

    def _last_end(self, text: str) -> int:
        r"""Return how much of the text is whole lines. A `\r` at the very end may be half of a `\r\n`."""
        if self._row_end:
            place = text.rfind(self._row_end)
            return place + len(self._row_end) if place >= 0 else 0
        return max(text.rfind("\n"), text.rfind("\r", 0, max(len(text) - 1, 0))) + 1

    def _lines(self, text: str, suspect: bool, done: int) -> Lines:
        if self._swaps and any(letter in text for letter in _STAND_INS):
            raise InvalidDataError(
                f"{self._name}: it holds Unicode noncharacters (U+FDD0…), which no text may; mend it"
            )
        if self._row_end is None:
            if self._long:
                text = text.replace(self._long, _DELIMITER)
            return Lines(list(io.StringIO(text, newline="")), None, suspect, done)
        parts = text.split(self._row_end)
        if not parts[-1]:
            parts.pop()
        own = self._row_end.count("\n")
        heights = [part.count("\n") + own for part in parts] if own else None
        for meant, stand_in in self._swaps:
            parts = [part.replace(meant, stand_in) for part in parts]
        return Lines([part + "\n" for part in parts], heights, suspect, done)
