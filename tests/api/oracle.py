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
from tests.api.items import Item, Page, Seen, once
from tests.api.roots import apart, around, found_by, listed, one


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
        if name in {"parties", "products"}:
            page, of = listed(self._items, name, arguments)
            return _shown(page, day, of, arguments)
        if name == "search":
            return {"totalCount": len(found_by(self._items, arguments["text"], arguments.get("role")))}
        if name == "neighborhood":
            return around(self._items, arguments, day)
        return apart(self._items, arguments, day) if name == "path" else one(self._items, name, arguments, day)


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
    rows = sorted(once(page.items), key=lambda item: _ranked(page.keys.of(item)), reverse=page.down)
    behind = rows
    if arguments.get("after") is not None:
        last = _ranked(_cursor_keys(of, arguments["after"], page))
        ranks = ((item, _ranked(page.keys.of(item))) for item in rows)
        behind = [item for item, rank in ranks if (rank < last if page.down else rank > last)]
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
