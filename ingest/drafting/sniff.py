"""Tells how a delimited file is written from its beginning: encoding, delimiter, row end, header."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from ingest.mapping.model import Options
from ingest.readers.text import encoding_of, read_start

_START: Final = 256 * 1024
_DELIMITERS: Final = (",", ";", "\t", "+|", "||", "|", "¦", "~", "^", ":")
_ROW_END: Final = re.compile(r"([&+~|^]{1,3}\|?\r?\n)")
_VALUE: Final = re.compile(r"[-+]?[\d.,:/ -]*\d[\d.,:/ TZ-]*|true|false|yes|no", re.IGNORECASE)


def sniff(path: Path) -> Options:
    """Return the options that read a delimited file. They are a guess from its first 256 KiB."""
    encoding, mark = encoding_of(path, None)
    data = read_start(path, _START)[mark:]
    said = None
    if encoding == "utf-8" and not mark:
        said = _encoding(data)
        encoding = said or encoding
    text = data.decode(encoding, "replace")
    row_end = _row_end(text)
    lines = [line for line in (text.split(row_end) if row_end else text.splitlines()) if line][:200]
    if len(lines) > 1 and len(data) >= _START - 4:
        lines.pop()  # cut in the middle
    delimiter = _delimiter(lines)
    options = Options("csv", delimiter=delimiter, row_end=row_end, encoding=said)
    first = lines[0].split(delimiter) if lines else []
    return options if _is_header(first) else replace(options, names=())


def _encoding(data: bytes) -> str | None:
    """Return an encoding that a mapping must say; `None` for UTF-8."""
    cut = data[: max(len(data) - 4, 0)] if len(data) >= _START - 4 else data
    for encoding in ("utf-8", "gb18030"):
        try:
            text = cut.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return None
        chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
        if chinese > 0.8 * sum(not letter.isascii() for letter in text):
            return encoding
    return "cp1252"


def _row_end(text: str) -> str | None:
    """Return an end of row that is more than a new line, if nearly every line has it."""
    ends = Counter(_ROW_END.findall(text))
    lines = text.count("\n")
    return next((end for end, count in ends.most_common(1) if lines > 1 and count >= 0.9 * lines), None)


def _delimiter(lines: list[str]) -> str:
    """Return the delimiter that divides most lines into the same, largest number of cells."""
    best, delimiter = (0.0, 0), ","
    for candidate in _DELIMITERS:
        counts = Counter(len(_unquoted(line).split(candidate)) for line in lines)
        if not counts:
            continue
        cells, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        score = (times / len(lines), cells)
        if cells > 1 and (score > best if best[1] < 2 else _better(score, best)):
            best, delimiter = score, candidate
    return delimiter


def _better(score: tuple[float, int], best: tuple[float, int]) -> bool:
    return score[0] > best[0] + 0.2 or (score[0] > best[0] - 0.05 and score[1] > best[1])


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _is_header(cells: list[str]) -> bool:
    """Whether a first line names columns: no cell empty, none twice, none a value."""
    names = [cell.strip().strip('"') for cell in cells]
    return bool(names) and all(names) and len(set(names)) == len(names) and not any(map(_VALUE.fullmatch, names))
