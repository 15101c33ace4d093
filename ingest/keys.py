"""Natural keys as text: one part is itself, several are joined by `|`."""

from collections.abc import Sequence


def _escape(part: str) -> str:
    return part.replace("\\", "\\\\").replace("|", "\\|")


def join_key(parts: Sequence[str]) -> str:
    r"""Return the key text of `parts`.

    One part is taken as it is. Several are joined by `|`; a `|` or `\` inside a part is escaped by `\`, so that
    different parts never give the same text.
    """
    return parts[0] if len(parts) == 1 else "|".join(map(_escape, parts))


def split_key(key: str, size: int) -> tuple[str, ...]:
    """Return the `size` parts that `join_key` made `key` from.

    Raises
    ------
    ValueError
        `key` does not have that many parts.

    """
    if size == 1:
        return (key,)
    parts, current, letters = [], [], iter(key)
    for letter in letters:
        if letter == "\\":
            current.append(next(letters, ""))
        elif letter == "|":
            parts.append("".join(current))
            current = []
        else:
            current.append(letter)
    parts.append("".join(current))
    if len(parts) != size:
        raise ValueError(f"the key {key!r} has {len(parts)} parts, not {size}")
    return tuple(parts)
