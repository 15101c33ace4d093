"""What a query must be answered: graphql-core's own execution over the graph's nodes and edges as plain objects.

It shares nothing with the compiler but the SDL. Each field is said again in Python, one object for each, slowly.
"""

import base64
import json
from datetime import date
from typing import Any

from graphql import ExecutionResult, GraphQLResolveInfo, build_schema, graphql_sync

from api.schema import SDL
from tests.api.figures import ALL_RULES
from tests.api.items import Item, Page, Seen, by_name, once


class Oracle:
    """Answers queries over the items of a graph."""

    def __init__(self, items: list[Item], today: date) -> None:
        self._schema = build_schema(SDL.read_text(encoding="utf-8"))
        self._items = items
        happened = [i for i in items if "Interaction" in i.labels and "Ended" not in i.labels]
        days = [i.values["at"] for i in happened if i.values.get("at", date.max) <= today]
        self._newest = max(days, default=today)

    def answer(self, text: str, variables: dict[str, Any]) -> ExecutionResult:
        return graphql_sync(self._schema, text, field_resolver=self._resolve, variable_values=variables)

    def _resolve(self, source: Any, info: GraphQLResolveInfo, /, **arguments: Any) -> Any:
        name = info.field_name
        if source is None:
            day = date.fromisoformat(arguments["asOf"]) if arguments.get("asOf") else self._newest
            return self._root(name, arguments, day)
        if isinstance(source, dict):
            return _plain(source[name])
        parent = info.parent_type.name
        rule = ALL_RULES.get((parent, name)) or ALL_RULES.get(("*", name))
        found = rule(source, arguments) if rule else source.item.values.get(name)
        return _shown(found, source.day, f"{parent}.{name}", arguments)

    def _root(self, name: str, arguments: dict[str, Any], day: date) -> Any:
        if name == "parties":
            wanted = arguments.get("filter") or {}
            label = str(arguments["role"]).title() if arguments.get("role") else "Party"
            rows = [i for i in self._items if label in i.labels and not {"Placeholder", "Ended"} & i.labels]
            rows = [i for i in rows if all(_fits(i, key, value) for key, value in wanted.items())]
            return _shown(Page(rows, by_name), day, "Query.parties", arguments)
        if name == "party":
            records = [i for i in self._items if "Record" in i.labels and i.values["id"] == arguments["id"]]
        else:
            keys = {key: arguments[key] for key in ("source", "key", "table") if arguments.get(key) is not None}
            records = [i for i in self._items if "Record" in i.labels and keys.items() <= i.values.items()]
        found = list(once(party for record in records for party in record.out("DESCRIBES") if "Party" in party.labels))
        if len(found) > 1:
            raise LookupError("ambiguous")
        return Seen(found[0], day) if found else None


def _fits(item: Item, key: str, value: Any) -> bool:
    if value is None or value == "":
        return True
    if key == "nameContains":
        return str(value).casefold() in item.values["sortName"]
    return item.values.get(key, False if key == "generated" else None) == value


def _shown(found: Any, day: date, of: str, arguments: dict[str, Any]) -> Any:
    if isinstance(found, Item):
        return Seen(found, day)
    if isinstance(found, list):
        return [_shown(one, day, of, {}) for one in found]
    return _page(found, day, of, arguments) if isinstance(found, Page) else _plain(found)


def _plain(found: Any) -> Any:
    return found.isoformat() if hasattr(found, "isoformat") else found


def _page(page: Page, day: date, of: str, arguments: dict[str, Any]) -> dict[str, Any]:
    first = arguments.get("first")
    first = 20 if first is None else first
    rows = sorted(once(page.items), key=lambda item: _ranked(page.keys.of(item)))
    behind = rows
    if arguments.get("after") is not None:
        last = _ranked(_cursor_keys(of, arguments["after"], page))
        behind = [item for item in rows if _ranked(page.keys.of(item)) > last]
    edges = [{"node": _shown(item, day, of, {}), "cursor": cursor(of, *page.keys.of(item))} for item in behind[:first]]
    info = {"hasNextPage": len(behind) > first, "endCursor": edges[-1]["cursor"] if edges else None}
    return {"edges": edges, "pageInfo": info, "totalCount": len(rows)}


def _ranked(keys: tuple[Any, ...]) -> tuple[Any, ...]:
    """Keys that rise as rows go on: dates and numbers come down."""
    return tuple(-key.toordinal() if isinstance(key, date) else -key if isinstance(key, int) else key for key in keys)


def cursor(of: str, *keys: Any) -> str:
    """The cursor of a row of a list."""
    text = json.dumps([of, *map(str, keys)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _cursor_keys(of: str, text: str, page: Page) -> tuple[Any, ...]:
    name, *keys = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    if name != of:
        raise LookupError("no cursor of this list")
    read = {"date": date.fromisoformat, "integer": int, "text": str}
    return tuple(read[kind](key) for key, kind in zip(keys, page.keys.types, strict=True))
