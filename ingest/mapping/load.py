"""Reads a mapping from its YAML file."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

import yaml

from graph.errors import InvalidDataError
from ingest.mapping.defaults import defaults_of
from ingest.mapping.kinds import kinds_of
from ingest.mapping.lookups import LookupBuilder
from ingest.mapping.model import Mapping
from ingest.mapping.references import References, Sibling
from ingest.mapping.report import Report
from ingest.mapping.sections import Settings
from ingest.mapping.settings import MAPPING
from ingest.mapping.tables import TableBuilder

_LARGEST: Final = 4 * 1024 * 1024
_NODES: Final = 200_000
_DEEPEST: Final = 40
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')


def load_mapping(path: Path) -> Mapping:
    """Return the mapping that a YAML file says.

    Raises
    ------
    InvalidDataError
        It cannot be used. The message has a line for each thing that is wrong: file, line, what, and what to do.

    """
    report = Report(path.name)
    root = _compose(path)
    settings = MAPPING.read(root, report, "a mapping") if root is not None else None
    if isinstance(settings, Settings):
        mapping = _build(settings, path, report)
    else:
        report.add(1, "a mapping begins with `source: NAME` and `tables:`; see docs/mapping.md")
    report.check()
    return mapping


def _build(settings: Settings, path: Path, report: Report) -> Mapping:
    source = settings.get("source", str, "")
    _check_name(source, settings.line_of("source"), "source", report)
    sections = cast("tuple[Settings, ...]", settings.get("tables", tuple, ()))
    siblings: dict[str, Sibling] = {}
    for section in sections:
        name = section.find("name", str)
        if name is None:
            continue
        _check_name(name, section.line_of("name"), "table", report)
        if name in siblings:
            report.add(section.line_of("name"), f"there are two tables `{name}`; a table's name is part of its keys")
        kinds = kinds_of(section, Report(report.name))  # what is wrong with them is said where the table is built
        siblings[name] = Sibling(kinds, len(section.get("key", tuple, ())), section.has("edge"))
    precedence = settings.get("precedence", int, 0)
    defaults = defaults_of(settings.find("defaults", Settings), report)
    builder = TableBuilder(References(source, siblings, report, defaults), report, precedence)
    built = [(table, section) for section in sections if (table := builder.build(section)) is not None]
    lookups = LookupBuilder({table.name: (table, section) for table, section in built}, defaults, report)
    return Mapping(
        source,
        precedence,
        settings.find("description", str),
        tuple(lookups.with_lookups(table, section) for table, section in built),
        path,
        _digest(settings),
    )


def _check_name(name: str, line: int, what: str, report: Report) -> None:
    if name and (name[0] in ".-" or name != name.strip() or not name.isprintable() or _FORBIDDEN & set(name)):
        report.add(line, f"`{name}` cannot name a {what}: use letters, digits, `_`, `-` and `.`")


def _compose(path: Path) -> yaml.Node | None:
    try:
        if path.stat().st_size > _LARGEST:
            raise InvalidDataError(f"{path.name}: a mapping of more than 4 MiB is none; check the path")
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise InvalidDataError(f"{path}: there is no such mapping; check the path") from None
    except OSError as error:
        raise InvalidDataError(f"{path}: the mapping cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InvalidDataError(f"{path.name}: a mapping is written in UTF-8; save it so ({error})") from error
    except yaml.YAMLError as error:
        raise InvalidDataError(f"{path.name}:{_place(error)}: this is no YAML: {_reason(error)}") from error
    except RecursionError:
        raise InvalidDataError(f"{path.name}: the mapping is nested too deeply to be one") from None
    if root is not None and sum(1 for _ in _walk(root, path.name, 0)) > _NODES:
        raise InvalidDataError(f"{path.name}: the mapping is too large to be one")
    return root


def _walk(node: yaml.Node, name: str, depth: int) -> Iterator[None]:
    """Visit what aliases stand for too, and stop early where they stand for too much."""
    if depth > _DEEPEST:
        raise InvalidDataError(f"{name}: the mapping is nested too deeply to be one")
    count = 0
    stack = [(node, depth)]
    while stack and count <= _NODES:
        current, level = stack.pop()
        if level > _DEEPEST:
            raise InvalidDataError(f"{name}: the mapping is nested too deeply to be one")
        count += 1
        yield
        if isinstance(current, yaml.SequenceNode):
            stack.extend((child, level + 1) for child in current.value)
        elif isinstance(current, yaml.MappingNode):
            stack.extend((child, level + 1) for pair in current.value for child in pair)


def _place(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return 1 if mark is None else int(mark.line) + 1


def _reason(error: yaml.YAMLError) -> str:
    parts = [getattr(error, "context", None), getattr(error, "problem", None)]
    return ", ".join(part for part in parts if part) or str(error).replace("\n", " ")


def _plain(value: object) -> object:
    if isinstance(value, Settings):
        return {name: _plain(part) for name, part in value.values.items()}
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | None) else repr(value)


def _digest(settings: Settings) -> str:
    said = json.dumps(_plain(settings), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
