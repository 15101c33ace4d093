"""Files as text: any encoding, packed or not, in blocks of bounded size, with broken bytes marked and kept."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from graph.errors import InvalidDataError

BLOCK: Final = 128 * 1024
"""Bytes read at once."""
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROKEN: Final = "guanxi-broken-bytes"


def _mark_bytes(error: UnicodeError) -> tuple[str | bytes, int]:
    """Decode a broken byte as a lone surrogate, and encode that as the byte that it was."""
    if isinstance(error, UnicodeDecodeError):
        return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end
    if isinstance(error, UnicodeEncodeError):
        part = error.object[error.start : error.end]
        if all(0xDC00 <= ord(letter) <= 0xDCFF for letter in part):
            return bytes(ord(letter) - 0xDC00 for letter in part), error.end
    raise error


codecs.register_error(_BROKEN, _mark_bytes)


class Block(NamedTuple):
    """A piece of text, whether it has broken bytes in it, and the bytes of the file read so far."""

    text: str
    broken: bool
    done: int


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into an error of ours."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InvalidDataError(
            f"{path.name}: the packed file is damaged or cut short ({error}); fetch it again"
        ) from error
    except OSError as error:
        raise InvalidDataError(f"{path}: the file cannot be read: {error.strerror or error}") from error


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a file, unpacked when its name ends in `.gz`; give it, and the file as it lies on the disk."""
    with path.open("rb") as raw:
        packed = path.name.lower().endswith(".gz")
        yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw, raw


def read_start(path: Path, size: int) -> bytes:
    """Return the first bytes of a file, unpacked.

    Raises
    ------
    InvalidDataError
        It cannot be read.

    """
    with readable(path), opened(path) as (file, _):
        return file.read(size)


def encoding_of(path: Path, said: str | None) -> tuple[str, int]:
    """Return a file's encoding and the length of its byte order mark, which wins over what the mapping says."""
    start = read_start(path, 4)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(said or "utf-8", said or "utf-8"), 0


def read_blocks(path: Path, encoding: str, skip: int) -> Iterator[Block]:
    """Yield a file's text after its first `skip` bytes.

    Raises
    ------
    InvalidDataError
        The file ends before it should, is no gzip file though its name says so, or cannot be read.

    """
    decoder = codecs.getincrementaldecoder(encoding)(_BROKEN)
    with readable(path), opened(path) as (file, raw):
        file.read(skip)
        while data := file.read(BLOCK):
            text = decoder.decode(data)
            yield Block(text, _has_marks(text), raw.tell())
        if rest := decoder.decode(b"", final=True):
            yield Block(rest, _has_marks(rest), raw.tell())


def _has_marks(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def broken(text: str) -> bool:
    """Whether a text has broken bytes in it."""
    return not text.isascii() and _has_marks(text)


def to_bytes(text: str, encoding: str) -> bytes:
    """Return the bytes that `text` was read from, broken ones included."""
    return text.encode(encoding, _BROKEN)
