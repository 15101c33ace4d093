"""Whether a folder holds the demo as this version makes it: a stamp with the version and a digest of the files."""

import hashlib
import json
from pathlib import Path
from typing import Final

DIGEST: Final = "0d7dea1def3e018f4da399b5a85a60d2bb0e3981fda0b7cb83bdff7850922453"
"""Digest of all files that this version writes, and with that its version. A test holds it to what is written."""
STAMP: Final = ".guanxi-demo.json"


def digest_of(folder: Path) -> str:
    """Return a digest of all files below a folder, by their paths and contents; the stamp itself is left out."""
    whole = hashlib.sha256()
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for path in sorted(path for path in paths if path != STAMP):
        content = hashlib.sha256(folder.joinpath(path).read_bytes()).hexdigest()
        whole.update(f"{content}  {path}\n".encode())
    return whole.hexdigest()


def stamp(folder: Path) -> str:
    """Stamp a folder as holding what this version has just written there; return the digest."""
    digest = digest_of(folder)
    text = json.dumps({"version": DIGEST, "digest": digest}, indent=2)
    folder.joinpath(STAMP).write_text(f"{text}\n", encoding="utf-8")
    return digest


def is_stamped(folder: Path) -> bool:
    """Tell whether a folder was written by some version of the demo."""
    return folder.joinpath(STAMP).is_file()


def current_digest(folder: Path) -> str | None:
    """Return the digest of a folder that this version wrote and nobody changed since, otherwise nothing."""
    try:
        held = json.loads(folder.joinpath(STAMP).read_text(encoding="utf-8"))
        digest = digest_of(folder)
    except (OSError, ValueError):
        return None
    return digest if held == {"version": DIGEST, "digest": digest} else None
