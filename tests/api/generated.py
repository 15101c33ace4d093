"""Graphs and queries made up by chance, of everything that the ontology and the schema hold."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    is_object_type,
)
from hypothesis import strategies as st

from api.schema import SDL
from graph.keys import fold
from graph.model import EDGES, KINDS, ROLES, Category, FieldType
from tests.api.figures import ALL_RULES
from tests.api.graphs import index
from tests.api.items import Item, Page, Seen, by_end, by_name
from tests.api.oracle import cursor
from tests.conftest import Ask

_SCHEMA = build_schema(SDL.read_text(encoding="utf-8"))
_START = date(2024, 1, 1)
_DAYS = 60
_NAMES = ("Ann", "anna", "Änn", "Bo", "bo", "Čapek", "華", "Z'}", "")
DEEPEST = 5
_DEFINITIONS = {
    "n": "$n: Int = 3",
    "none": "$none: Int",
    "yes": "$yes: Boolean!",
    "no": "$no: Boolean = false",
    "text": "$text: String",
}
VARIABLES = {"yes": True, "none": None, "text": "n"}
"""Values of the variables that documents use; the others have a default."""
_AROUND = "{ truncated nodes { id category at depth leftOut } edges { type start end } }"
_NOBODY = Seen(Item("", frozenset(), {}), _START)


def make_graph(ask: Ask, seed: int, size: int = 6) -> None:
    """Fill the graph with a few nodes of every kind, and many edges of every type, some of them twice."""
    dice = random.Random(seed)
    groups = {label: [_node(dice, label, n) for n in range(size)] for label in KINDS}
    for label in ROLES:
        for row in groups[label][:2]:  # parties with a second role
            row["labels"].append(dice.choice(ROLES))
    nodes = [row for rows in groups.values() for row in rows]
    nodes += [_placeholder(n) for n in range(2)]
    for label, rows in groups.items():  # rows that are gone from their source; they may have edges still
        rows += [_ended(_node(dice, label, size + n)) for n in range(1)]
        nodes += rows[size:]
    ask("UNWIND $rows AS row CREATE (n:$(row.labels)) SET n = row.values", rows=nodes)
    records = [
        _record(row, n) for row in nodes if "Interaction" not in row["labels"] for n in range(dice.randint(1, 2))
    ]
    ask(
        "UNWIND $rows AS row MATCH (n:Party|Thing {id: row.of}) CREATE (r:Record)-[:DESCRIBES]->(n) SET r = row.values",
        rows=records,
    )
    edges = [edge for name in EDGES for edge in _edges(dice, name, groups, size * 4)]
    ask(
        "UNWIND $rows AS row MATCH (a:Party|Thing|Interaction {id: row.start})"
        " MATCH (b:Party|Thing|Interaction {id: row.end}) CREATE (a)-[e:$(row.type)]->(b) SET e = row.values",
        rows=edges,
    )
    index(ask)


def _node(dice: random.Random, label: str, n: int) -> dict[str, Any]:
    kind = KINDS[label]
    values = {kind_.property_name(name): _value(dice, name, kind_) for name, kind_ in kind.fields.items()}
    values = {name: value for name, value in values.items() if dice.random() < 0.8}
    values["id"] = f"{label.lower()}-{n}"
    labels = [kind.category.value, label]
    if kind.category is Category.INTERACTION:
        values |= {"source": "s", "table": label, "key": str(n)}
    else:
        values["sortName"] = fold(str(values.get("name", "")))
        if kind.category is Category.PARTY and dice.random() < 0.7:
            labels.append(dice.choice(("Person", "Organization")))
    return {"labels": labels, "values": values}


def _placeholder(n: int) -> dict[str, Any]:
    return {"labels": ["Party", "Placeholder"], "values": {"id": f"waiting-{n}", "sortName": ""}}


def _ended(row: dict[str, Any]) -> dict[str, Any]:
    labels = [label for label in row["labels"] if label not in KINDS]
    return {"labels": [*labels, "Ended"], "values": row["values"]}


def _record(row: dict[str, Any], n: int) -> dict[str, Any]:
    own, label = row["values"]["id"], row["labels"][1]
    values = {
        "id": own if n == 0 else f"{own}-{n}",
        "source": "s",
        "table": f"t{n}{label}",
        "key": own[-1],
        "kind": label,
    }
    return {"of": own, "values": values}


def _edges(dice: random.Random, name: str, groups: dict[str, list[Any]], count: int) -> list[dict[str, Any]]:
    starts, ends = ([row for label in labels if label in groups for row in groups[label]] for labels in _labels(name))
    rows = []
    for _ in range(count if starts and ends else 0):
        values = {
            kind.property_name(field_): _value(dice, field_, kind)
            for field_, kind in EDGES[name].fields.items()
            if dice.random() < 0.7
        }
        start, end = dice.choice(starts)["values"]["id"], dice.choice(ends)["values"]["id"]
        rows += [{"type": name, "start": start, "end": end, "values": values}] * dice.choice((1, 1, 2))
    return rows


def _labels(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return EDGES[name].starts, EDGES[name].ends


def _value(dice: random.Random, name: str, kind: FieldType) -> Any:
    if name == "currency":
        return dice.choice(("EUR", "EUR", "JPY", "KWD"))
    if name == "name":
        return dice.choice(_NAMES)
    return _VALUES[kind](dice) if kind in _VALUES else None


_VALUES: dict[FieldType, Callable[[random.Random], Any]] = {
    FieldType.DATE: lambda dice: _START + timedelta(days=dice.randrange(_DAYS)),
    FieldType.BOOLEAN: lambda dice: dice.random() < 0.5,
    FieldType.INTEGER: lambda dice: dice.randint(1, 5),
    FieldType.NUMBER: lambda dice: dice.randint(0, 100) / 4,
    FieldType.MONEY: lambda dice: dice.randint(-10, 10**9),
    FieldType.UNIT_PRICE: lambda dice: dice.randint(-10, 10**9),
    FieldType.TEXT: lambda dice: dice.choice(("DE", "NO", "x")),
    FieldType.LIST: lambda dice: [dice.choice(("a", "b"))],
}


@dataclass
class _Writer:
    """Writes one document out of chance; `fragments` are those it has named so far."""

    draw: Any
    fragments: list[str] = field(default_factory=list)
    names: int = 0

    def document(self) -> str:
        roots = " ".join(self._root() for _ in range(self._number(1, 2)))
        body = f"{{ {roots} }} {' '.join(self.fragments)}"
        used = [text for name, text in _DEFINITIONS.items() if re.search(rf"\${name}\b", body)]
        return f"query{_listed(used)} {body}"

    def _root(self) -> str:
        as_of = self._maybe(f'asOf: "{_START + timedelta(days=self._number(0, _DAYS))}"')
        name, arguments, leads_to = self._asked()
        selection = leads_to if leads_to.startswith("{") else self._selection(leads_to, 1)
        return f"{self._alias()}: {name}{_listed([*arguments, as_of])} {self._directive()} {selection}"

    def _asked(self) -> tuple[str, list[str], str]:
        """A root field, its arguments, and the type it leads to, or what is selected of that."""
        asked: Callable[[], tuple[str, list[str], str]] = self.draw(
            st.sampled_from(
                (
                    *[self._party] * 4,
                    self._parties,
                    self._parties,
                    self._ordered,
                    self._products,
                    self._product,
                    self._search,
                    self._neighborhood,
                    self._path,
                )
            )
        )
        return asked()

    def _party(self) -> tuple[str, list[str], str]:
        if self._number(0, 2):
            return "party", [f'id: "{self._id()}"'], "Party"
        return "partyByKey", [f'source: "s", key: "{self._number(0, 7)}"', self._table()], "Party"

    def _parties(self) -> tuple[str, list[str], str]:
        chosen = self._filter()
        # A list of one country is in another order, so its cursors are others.
        of = "parties country" if 'country: "DE"' in chosen or 'country: "NO"' in chosen else "parties"
        return "parties", [*self._page("Query", of), self._role(), chosen], "PartyConnection"

    def _ordered(self) -> tuple[str, list[str], str]:
        return "parties", ["first: 5", self._role(), self._places(), self._order()], "PartyConnection"

    def _products(self) -> tuple[str, list[str], str]:
        return "products", ["first: 3", self._goods()], "ProductConnection"

    def _product(self) -> tuple[str, list[str], str]:
        own = self.draw(st.sampled_from(("product-1", "material-2", "none")))
        return "product", [f'id: "{own}"'], "Product"

    def _search(self) -> tuple[str, list[str], str]:
        text = self.draw(st.sampled_from(("ann", "AN", "Bo", "华", "華", "čap de", "z", "x 1", "an bo", "")))
        return "search", [f'text: "{text}"', self._role()], "{ totalCount }"

    def _neighborhood(self) -> tuple[str, list[str], str]:
        bounds = [f"depth: {self._number(1, 3)}", self.draw(st.sampled_from(("", "limit: 4", "limit: 20")))]
        return "neighborhood", [f'id: "{self._id()}"', *bounds, self._types(), self._kinds()], _AROUND

    def _path(self) -> tuple[str, list[str], str]:
        hops = self.draw(st.sampled_from(("", "maxHops: 0", "maxHops: 1", "maxHops: 3")))
        return "path", [f'from: "{self._id()}", to: "{self._id()}"', hops, self._types()], "{ length }"

    def _id(self) -> str:
        ids = [f"{label.lower()}-{n}" for label in (*ROLES, "Order", "Invoice", "Product") for n in range(3)]
        return self.draw(st.sampled_from([*ids, "waiting-0", "none"]))

    def _types(self) -> str:
        return self._maybe(f"edgeTypes: [{self.draw(st.sampled_from(sorted(EDGES.keys() - {'SAME_AS'})))}, OWNS]")

    def _kinds(self) -> str:
        return self._maybe("kinds: [CUSTOMER, SUPPLIER, PURCHASE_ORDER, ORDER, PRODUCT]")

    def _order(self) -> str:
        field_, direction = (
            self.draw(st.sampled_from(each)) for each in (("NAME", "COUNTRY", "CITY"), ("ASC", "DESC"))
        )
        return f"orderBy: {{ field: {field_}, direction: {direction} }}"

    def _places(self) -> str:
        parts = (
            'country: "de"',
            'city: "X"',
            'level: "DE"',
            'tag: "a"',
            "nature: PERSON",
            'source: "s", table: "t1Customer"',
            'source: "s"',
            "placeholder: true",
            'nameContains: "ann"',
            'nameContains: "華"',
            'taxId: "x"',
            'country: "NO", level: "x", generated: true',
        )
        return f"filter: {{ {self._maybe(self.draw(st.sampled_from(parts)))} }}"

    def _goods(self) -> str:
        parts = (
            'nameContains: "ann"',
            'code: "X"',
            "kind: MATERIAL",
            'category: "category-1"',
            'supplier: "supplier-1"',
            "discontinued: true",
            "discontinued: false, generated: false",
        )
        direction = self._maybe("orderBy: { direction: DESC }")
        return f"filter: {{ {self._maybe(self.draw(st.sampled_from(parts)))} }} {direction}"

    def _table(self) -> str:
        return self.draw(st.sampled_from(["", *(f'table: "t0{label}"' for label in ROLES)]))

    def _role(self) -> str:
        return self._maybe(f"role: {self.draw(st.sampled_from([*(r.upper() for r in ROLES), 'null']))}")

    def _filter(self) -> str:
        parts = (
            f'country: "{self.draw(st.sampled_from(["DE", "NO", ""]))}"',
            'nameContains: "AN"',
            "nameContains: $text",
            "generated: $yes",
            "generated: null",
        )
        return f"filter: {{ {self._maybe(self.draw(st.sampled_from(parts)))} }}"

    def _selection(self, name: str, depth: int) -> str:
        return f"{{ {self._part(name, depth)} }}"

    def _part(self, name: str, depth: int) -> str:
        """Fields of a type, some of them in fragments; at least one always stands."""
        type_ = _SCHEMA.type_map[name]
        assert isinstance(type_, GraphQLObjectType)
        inner = depth < DEEPEST
        known = [n for n, f in type_.fields.items() if inner or not is_object_type(get_named_type(f.type))]
        chosen = self.draw(st.lists(st.sampled_from([*known, "__typename"]), min_size=1, max_size=4))
        parts = ["__typename" if n == "__typename" else self._field(type_, n, depth) for n in chosen]
        if inner and self._number(0, 4) == 0:
            parts.append(self._fragment(type_, depth))
        return f"is: __typename {' '.join(parts)}"

    def _field(self, parent: GraphQLObjectType, name: str, depth: int) -> str:
        definition: GraphQLField = parent.fields[name]
        arguments = []
        if "first" in definition.args:
            arguments = self._page(parent.name, name)
        for flag in sorted({"underWay", "open", "overdue", "running"} & definition.args.keys()):
            arguments.append(self.draw(st.sampled_from(["", f"{flag}: $yes", f"{flag}: false", f"{flag}: null"])))
        for bound in sorted({"from", "to"} & definition.args.keys()):
            day = _START + timedelta(days=self._number(0, _DAYS))
            arguments.append(self.draw(st.sampled_from(["", "", f'{bound}: "{day}"', f"{bound}: null"])))
        if "days" in definition.args:
            arguments.append(self.draw(st.sampled_from(["", "days: $n", "days: 7", "days: 20", "days: 0"])))
        leads_to = get_named_type(definition.type)
        selection = self._selection(leads_to.name, depth + _steps(leads_to.name)) if is_object_type(leads_to) else ""
        # What has arguments needs a name of its own, or it could not stand beside its like.
        alias = f"{self._alias()}: " if any(arguments) or self._number(0, 5) == 0 else ""
        return f"{alias}{name}{_listed(arguments)} {self._directive()} {selection}"

    def _fragment(self, type_: GraphQLObjectType, depth: int) -> str:
        shared: list[GraphQLInterfaceType] = [i for i in type_.interfaces if isinstance(i, GraphQLInterfaceType)]
        if shared and self._number(0, 1):
            return f"... on {shared[0].name} {self._directive()} {{ at source __typename generated }}"
        if self._number(0, 1):
            return f"... {self._maybe(f'on {type_.name}')} {self._directive()} {self._selection(type_.name, depth + 1)}"
        self.names += 1
        name = f"F{self.names}"
        self.fragments.append(f"fragment {name} on {type_.name} {self._selection(type_.name, depth + 1)}")
        return f"...{name} {self._directive()}"

    def _page(self, parent: str, name: str) -> list[str]:
        first = self.draw(
            st.sampled_from(["first: 2", "first: 1", "first: 0", "first: 5", "first: $n", "first: $none"])
        )
        if self._number(0, 3):
            return [first]
        keys = self._keys(parent, name)
        return [first, f'after: "{cursor(f"{parent}.{name}", *keys)}"']

    def _keys(self, parent: str, name: str) -> tuple[Any, ...]:
        text = st.sampled_from(["", "a", "anna", "bo", "customer-1", "order-3", "zz"])
        rule = ALL_RULES.get((parent, name)) or ALL_RULES.get(("*", name))
        page = rule(_NOBODY, {}) if rule else Page([], by_name)
        if name == "lines":
            page = Page([], by_end)
        made: dict[str, Callable[[], Any]] = {
            "date": lambda: _START + timedelta(days=self._number(0, _DAYS)),
            "integer": lambda: self._number(0, 5),
            "text": lambda: self.draw(text),
        }
        return tuple(made[kind]() for kind in page.keys.types)

    def _directive(self) -> str:
        return self.draw(
            st.sampled_from(
                [*[""] * 6, "@include(if: $yes)", "@skip(if: $no)", "@skip(if: true)", "@include(if: false)"]
            )
        )

    def _alias(self) -> str:
        self.names += 1
        return f"a{self.names}"

    def _maybe(self, text: str) -> str:
        return self.draw(st.sampled_from(["", text]))

    def _number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))


def _steps(name: str) -> int:
    return 0 if name.endswith("Edge") else 1


def _listed(arguments: list[str]) -> str:
    given = [argument for argument in arguments if argument]
    return f"({', '.join(given)})" if given else ""


@st.composite
def documents(draw: Any, seed: int) -> str:
    """Valid documents over the whole schema, for the variables in `VARIABLES`; others for each `seed`."""
    for _ in range(seed):
        draw(st.integers(0, 100))
    return _Writer(draw).document()
