"""Every fragment: its header is well-formed, and the real server plans it alone and beside all others."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import neo4j
import pytest
from graphql import GraphQLObjectType, build_schema, get_named_type, is_enum_type, is_object_type

from api.schema import SDL
from cypher import Fragment, fragments, view_names
from cypher.fragment import KINDS
from cypher.header import parameters
from graph import cursors
from graph.client import Database
from graph.compiler import Composer, compile_root
from graph.model import EDGES, RESERVED, FieldType
from graph.model import KINDS as NODES
from graph.selection import Field, Selection
from tests.cypher.explain import READ, explain, writes

_SCHEMA = build_schema(SDL.read_text(encoding="utf-8"))
_EDGES_AS_TYPES = {
    "Line": "CONTAINS",
    "Supply": "SUPPLIES",
    "Holding": "OWNS",
    "Component": "COMPONENT_OF",
    "Storage": "STORED_IN",
    "GraphEdge": "SAME_AS",
}
_KEYED = {
    "ProductPreference": "child.product.id",
    "CategoryPreference": "child.category.id",
    "Buyer": "child.customer.id",
    "SharedCustomer": "child.customer.id",
    "Outcome": "child.outcome",
}
"""What no two rows that are maps share; elsewhere it is the currency."""
_MAPS = {
    "Figure": {"value", "observations", "needed"},
    "Ageing": {"currency", "invoices", "unknown"},
    "Balance": {"currency"},
    "BuyingHabits": {"orders", "firstOrderAt", "lastOrderAt"},
    "Spending": {"currency", "orders"},
    "Trend": {"days", "recentOrders", "beforeOrders"},
    "SpendingTrend": {"currency"},
    "ProductPreference": {"lines", "quantity"},
    "CategoryPreference": {"lines"},
    "ComplaintSummary": set[str](),
    "Outcome": {"outcome", "complaints"},
    "Satisfaction": set[str](),
    "Quality": set[str](),
    "DeliveryPerformance": {"due", "onTime", "late", "outstanding"},
    "Buyer": {"orders", "lines", "quantity", "lastOrderAt"},
    "SharedCustomer": {"partnerOf", "contracts", "deliveries"},
    "HoldingTotal": {"currency", "holdings"},
    "Subgraph": {"truncated"},
    "Path": {"length", "hubs"},
    "GraphNode": {"depth"},
}
"""Types that are worked out, with those keys of their maps that are fields as they stand."""
_OF_A_PARTY = {"Satisfaction", "Quality"}
"""Those of them that are about the party itself, and no map."""
_COMPUTED = {"Propagation", "Impact", "RiskPath", "RiskStep", "RiskTotal", "KindValue", "ChannelValue", "Assumption"}
_COMPUTED |= {"RiskGap", "NamedNode", "Dependencies", "SingleSource", "HangingParty", "SupplyTier", "Reach"}
_COMPUTED |= {"ReachedGood", "ReachedOrder", "ReachedCustomer", "Alternative", "AlternativeOffer", "SharedTie"}
"""Types that resolvers fill: no statement composes them."""
_SCORES = {"Score", "RankedParty", "Run", "RecordVersion"}
"""Types about what the ontology does not know, such as what jobs wrote: each of their fields has a fragment."""
_TYPES = [
    name
    for name, found in _SCHEMA.type_map.items()
    if is_object_type(found)
    and not name.startswith("__")
    and not name.endswith(("Connection", "Edge"))
    and name not in {"Query", "Money", "PageInfo"} | _COMPUTED
]
_FRAGMENTS = [fragment for name in view_names() for fragment in fragments(name).values()]


def _type(name: str) -> GraphQLObjectType:
    found = _SCHEMA.type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found


def _id(fragment: Fragment) -> str:
    return f"{fragment.type}.{fragment.field}"


@pytest.mark.parametrize("fragment", _FRAGMENTS, ids=_id)
def test_the_header_is_well_formed(fragment: Fragment) -> None:
    if fragment.type == "Query" and fragment.field == "asOf":
        return  # what the statement begins with; no field of the schema
    definition = _type(fragment.type).fields[fragment.field.removesuffix(".probe")]
    leads_to = get_named_type(definition.type).name
    assert fragment.kind in KINDS
    assert set(fragment.params) <= definition.args.keys() | {"way"}
    assert parameters(fragment.text) <= set(fragment.params)
    if fragment.kind in {"connection", "roots"}:
        assert leads_to == f"{fragment.returns}Connection"
        assert {"first", "after"} <= set(fragment.params)
        assert "WHERE" in fragment.text
    elif fragment.kind == "facts":
        assert leads_to == "JSON"
    elif fragment.field.endswith(".probe"):
        assert fragment.text.startswith("COUNT {")
    elif fragment.kind == "value":
        assert not is_object_type(get_named_type(definition.type))
    else:
        assert leads_to == fragment.returns
    assert bool(fragment.order) == (fragment.kind in {"connection", "roots", "one", "list"})


@pytest.mark.parametrize("fragment", [f for f in _FRAGMENTS if f.kind in {"connection", "roots", "list"}], ids=_id)
def test_rows_are_ordered_by_what_no_two_share(fragment: Fragment) -> None:
    last = "".join(fragment.order[-1].parts)
    if fragment.returns == "RecordVersion":
        assert last == "child.load"  # one load gives a record one version
    elif fragment.returns == "RankedParty":
        # A run gives each place of a kind once.
        assert ["".join(order.parts) for order in fragment.order] == ["child.place"]
        assert ["".join(order.parts) for order in fragment.along] == ["child.run", "child.kind"]
    elif fragment.returns in _MAPS:
        assert last == _KEYED.get(fragment.returns, "child.currency")
    elif fragment.returns == "Record":
        assert ["".join(order.parts) for order in fragment.order] == ["child.source", "child.table", "child.key"]
    else:
        assert last == ("elementId(child)" if fragment.returns in _EDGES_AS_TYPES else "child.id")


@pytest.mark.parametrize("name", _TYPES)
def test_a_field_without_a_fragment_is_a_property_of_the_ontology(name: str) -> None:
    plain = _type(name).fields.keys() - fragments(name).keys()
    assert plain <= _properties(name)


def _properties(type_name: str) -> set[str]:
    """Properties that the node or edge behind a type of the schema may have, by the ontology."""
    if type_name in _MAPS:
        return _MAPS[type_name]
    if type_name in _SCORES:
        return set()
    if type_name in _EDGES_AS_TYPES:
        known = EDGES[_EDGES_AS_TYPES[type_name]].fields
    elif type_name in {"Party", "Record"}:
        known = NODES["Customer"].fields
    elif type_name.endswith("Facet"):
        known = NODES[type_name.removesuffix("Facet")].fields
    else:
        known = NODES[type_name].fields
    return {name for name, kind in known.items() if kind not in {FieldType.MONEY, FieldType.UNIT_PRICE}} | RESERVED


@pytest.mark.parametrize("fragment", _FRAGMENTS, ids=_id)
def test_labels_types_and_properties_are_the_ontology_s(fragment: Fragment) -> None:
    text = re.sub(r"// .*", "", fragment.text)
    labels = set(re.findall(r"(?:\(\w*|(?<!\[)(?:child|this)):([A-Z]\w+)", text)) - {"LABEL"}
    assert labels <= NODES.keys() | {
        "Party",
        "Thing",
        "Interaction",
        "Record",
        "Placeholder",
        "Ended",
        "Score",
        "Run",
        "Latest",
    }
    assert set(re.findall(r"\[\w*:([A-Z_]+)\]", text)) <= {*EDGES, "DESCRIBES", "SCORED", "OF", "WAS", "EDGE_TYPES"}


@pytest.mark.parametrize("name", _TYPES)
def test_the_server_plans_each_field_alone_and_beside_all_others(
    name: str, open_database: Database, driver: neo4j.Driver
) -> None:
    whole, bare = ([_wanted(_type(name), field, small) for field in fragments(name)] for small in (_small, _bare))
    for chosen in [*((field,) for field in whole), bare]:
        composer = Composer()
        expression, _ = composer.selection(Selection(name, tuple(chosen)), "this")
        start = "MATCH ()-[this]->()" if name in _EDGES_AS_TYPES else "MATCH (this)"
        if name in _MAPS and name not in _OF_A_PARTY:
            start = "MATCH (n) WITH asOf, {key: n} AS this"
        _read_only(driver, f"WITH date() AS asOf {start} RETURN {expression}", composer.parameters)


@pytest.mark.parametrize("arguments", [{"id": "1"}, {"id": "1", "asOf": date(2024, 1, 1)}])
def test_the_server_plans_party(arguments: dict[str, Any], open_database: Database, driver: neo4j.Driver) -> None:
    statement = compile_root(Field("party", "party", arguments, "Party", _small("Party")))
    _read_only(driver, statement.text, statement.parameters)


@pytest.mark.parametrize("table", [None, "customers"])
def test_the_server_finds_a_key_by_index(table: str | None, open_database: Database, driver: neo4j.Driver) -> None:
    arguments = {"source": "crm", "key": "A", "table": table}
    statement = compile_root(Field("partyByKey", "partyByKey", arguments, "Party", _small("Party")))
    assert "NodeIndexSeek" in _read_only(driver, statement.text, statement.parameters)


def _read_only(driver: neo4j.Driver, text: str, values: dict[str, Any]) -> set[str]:
    _, summary = explain(driver, text, **values)
    assert summary.query_type == READ
    assert writes(summary) == []
    assert parameters(text) == values.keys()
    return set(re.findall(r"'operatorType': '(\w+)", str(summary.plan)))


def _wanted(parent: GraphQLObjectType, name: str, part: Callable[[str], Selection]) -> Field:
    """A field with every argument it takes, and a part of what it leads to."""
    definition = parent.fields[name]
    leads_to = get_named_type(definition.type)
    numbers = {"days": 3}
    arguments: dict[str, Any] = {argument: numbers.get(argument, True) for argument in definition.args}
    if "first" in arguments:
        fragment = fragments(parent.name)[name]
        samples = {"date": "2024-01-01", "integer": "3", "text": "x"}
        keys = [samples[order.type] for order in fragment.order]
        arguments |= {"first": 3, "after": cursors.encode(_id(fragment), keys)}
    if not is_object_type(leads_to):
        return Field(name, name, arguments, leads_to.name)
    return Field(name, name, arguments, leads_to.name, part(leads_to.name))


def _bare(name: str) -> Selection:
    if not name.endswith("Connection"):
        return Selection(name, (Field("__typename", "__typename", {}, "String"),))
    edge = name.replace("Connection", "Edge")
    cursor = Selection(edge, (Field("cursor", "cursor", {}, "String"),))
    return Selection(name, (Field("edges", "edges", {}, edge, cursor),))


def _small(name: str) -> Selection:
    if name.endswith("Connection"):
        node = name.removesuffix("Connection")
        inner = Field("node", "node", {}, node, _small(node))
        edge = Selection(f"{node}Edge", (Field("cursor", "cursor", {}, "String"), inner))
        info = Selection("PageInfo", (Field("hasNextPage", "hasNextPage", {}, "Boolean"),))
        edges = Field("edges", "edges", {}, f"{node}Edge", edge)
        return Selection(name, (edges, Field("pageInfo", "pageInfo", {}, "PageInfo", info), _count()))
    plain = [n for n, f in _type(name).fields.items() if not is_object_type(get_named_type(f.type))]
    types = {n: get_named_type(_type(name).fields[n].type) for n in plain}
    return Selection(name, tuple(Field(n, n, {}, t.name) for n, t in types.items() if not is_enum_type(t)))


def _count() -> Field:
    return Field("totalCount", "totalCount", {}, "Int")
