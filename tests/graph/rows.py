"""Rows by hand, for tests of the graph layer."""

from graph.keys import row_id
from graph.loading import EdgeRow, NodeRow, Reference
from graph.model import KINDS, Category
from graph.searching import index_values


def reference(table: str, key: str, kind: str, source: str = "crm") -> Reference:
    return Reference(row_id(source, table, key), source, table, key, kind)


def record(
    key: str,
    kind: str = "Customer",
    *,
    source: str = "crm",
    table: str = "customers",
    precedence: int = 0,
    modified: str | None = None,
    edges: tuple[EdgeRow, ...] = (),
    content: str | None = None,
    **values: object,
) -> NodeRow:
    own = row_id(source, table, key)
    digest = content or repr(sorted(values.items()))
    properties = {"id": own, "source": source, "table": table, "key": key, "kind": kind, "hash": digest}
    properties |= {"precedence": precedence, "raw": "{}", **values}
    if modified:
        properties["modified"] = modified
    found = {"id": own, **values, **index_values(KINDS[kind].category, values, (properties,))}
    return NodeRow(own, digest, properties, edges, found, (kind,))


def of_load(row: NodeRow, load: str) -> NodeRow:
    """The row as one load brings it."""
    said = (
        {"load": load} if KINDS[row.labels[0]].category is Category.INTERACTION else {"load": load, "firstLoad": load}
    )
    return row._replace(properties=row.properties | said)


def order(key: str, customer: str, *, source: str = "sales", **values: object) -> NodeRow:
    own = reference("orders", key, "Order", source)
    placed = EdgeRow("PLACED", reference("customers", customer, "Customer"), own, {"row": own.id})
    properties = {
        "id": own.id,
        "source": source,
        "table": "orders",
        "key": key,
        "hash": f"{customer}{values}",
        **values,
    }
    return NodeRow(own.id, f"{customer}{values}", properties, (placed,), {}, ("Order",))


def line(order_key: str, product: str, **facts: object) -> EdgeRow:
    own = row_id("sales", "lines", f"{order_key}|{product}")
    start, end = (
        reference("orders", order_key, "Order", "sales"),
        reference("products", product, "Product", "warehouse"),
    )
    return EdgeRow("CONTAINS", start, end, {"id": own, "hash": repr(facts), "load": "1", **facts})
