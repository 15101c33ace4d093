"""Snapshots of a small company, read from the beginning and refreshed after every kind of change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
import pytest

from graph import progress
from graph.channels import CHANNELS
from graph.client import Database, Transaction
from graph.ending import end
from graph.errors import UsageError
from graph.keys import row_id
from graph.loading import EdgeRow, NodeRow, create_edges, write_edges, write_nodes
from graph.model import EDGES, KINDS
from graph.progress import count_change
from graph.snapshot import WHOLE, Projection, Snapshot, Snapshots
from graph.snapshot_reading import edges_are_dated, extent, moved, read_again, read_all
from graph.snapshot_ties import Ties
from ingest.resolve import resolve
from tests.conftest import Ask
from tests.graph.rows import of_load, record, reference

DAY = date(2026, 3, 31)


def change(database: Database, *steps: Callable[[Transaction], object]) -> None:
    """One committed change, counted as the loader counts it."""

    def work(tx: Transaction) -> None:
        for step in steps:
            step(tx)
        count_change(tx)

    database.write(work)


def nodes(label: str, *rows: NodeRow, at: str = "1") -> Callable[[Transaction], object]:
    return lambda tx: write_nodes(tx, label, [of_load(row, at) for row in rows], at)


def edges(kind: str, *rows: EdgeRow, at: str = "1") -> Callable[[Transaction], object]:
    return lambda tx: write_edges(tx, kind, rows, at)


def thing(key: str, kind: str = "Product", **values: object) -> NodeRow:
    return record(key, kind, source="erp", table="goods", name=f"Good {key}", **values)


def supplier(key: str, **values: object) -> NodeRow:
    return record(key, "Supplier", source="srm", table="suppliers", **{"name": f"Supplier {key}", **values})


def event(kind: str, key: str, *implied: tuple[str, str, tuple[str, str, str, str]], **values: object) -> NodeRow:
    """An interaction of system `erp` with the edges it implies: (type, "in" or "out", (source, table, key, kind))."""
    own = reference(kind, key, kind, "erp")
    rows = []
    for name, direction, (source, table, other, label) in implied:
        far = reference(table, other, label, source)
        start, finish = (far, own) if direction == "in" else (own, far)
        rows.append(EdgeRow(name, start, finish, {"row": own.id}))
    properties = {"id": own.id, "source": "erp", "table": kind, "key": key, "hash": repr((implied, values)), **values}
    return NodeRow(own.id, properties["hash"], properties, tuple(rows), {}, (kind,))


def tie(kind: str, start: tuple[str, str, str, str], finish: tuple[str, str, str, str], **facts: object) -> EdgeRow:
    """An edge that is a row of its own; its key is its two ends."""
    own = row_id("erp", kind, f"{start[2]}|{finish[2]}")
    ends = [reference(table, key, label, source) for source, table, key, label in (start, finish)]
    about = {"id": own, "source": "erp", "table": kind, "key": own, "hash": repr(facts), "load": "1"}
    return EdgeRow(kind, ends[0], ends[1], {**about, **facts})


def good(key: str, kind: str = "Product") -> tuple[str, str, str, str]:
    return ("erp", "goods", key, kind)


def sup(key: str) -> tuple[str, str, str, str]:
    return ("srm", "suppliers", key, "Supplier")


def cus(key: str) -> tuple[str, str, str, str]:
    return ("crm", "customers", key, "Customer")


def emp(key: str) -> tuple[str, str, str, str]:
    return ("hr", "staff", key, "Employee")


def ev(kind: str, key: str) -> tuple[str, str, str, str]:
    return ("erp", kind, key, kind)


def company(database: Database) -> None:
    """Two suppliers, three goods, two customers, two employees, and what went on between them."""
    change(
        database,
        nodes("Product", thing("P", stock=5.0, unitPriceMicros=2_500_000, currency="EUR"), thing("Q")),
        nodes("Material", thing("M", "Material")),
        nodes("Supplier", supplier("S", country="NO"), supplier("T")),
        nodes("Customer", record("A", name="Ann"), record("B", name="Bob")),
        nodes("Employee", *(record(key, "Employee", source="hr", table="staff", name=key) for key in "EF")),
    )
    staff = ("ASSIGNED_TO", "out", emp("E"))
    order = event("Order", "1", ("PLACED", "in", cus("A")), staff, at=date(2026, 1, 10), currency="EUR")
    other = event("Order", "2", ("PLACED", "in", cus("B")), at=date(2026, 2, 10), currency="EUR")
    bought = event("PurchaseOrder", "1", ("PLACED_WITH", "out", sup("S")), staff, at=date(2026, 1, 5), currency="USD")
    bill = ("ISSUED_TO", "out", cus("A"))
    invoice = event(
        "Invoice", "1", bill, at=date(2026, 2, 1), dueAt=date(2026, 4, 2), totalMinor=10_000, currency="EUR"
    )
    paid = event(
        "Payment", "1", ("SETTLES", "out", ev("Invoice", "1")), at=date(2026, 3, 1), totalMinor=4_000, currency="EUR"
    )
    talk = event("Contact", "1", ("TOOK_PART", "in", cus("A")), ("TOOK_PART", "in", emp("F")), at=DAY)
    change(database, nodes("Order", order, other), nodes("PurchaseOrder", bought), nodes("Invoice", invoice))
    change(database, nodes("Payment", paid), nodes("Contact", talk))
    line = {"quantity": 2.0, "unitPriceMicros": 5_000_000}
    change(
        database,
        edges("CONTAINS", tie("CONTAINS", ev("Order", "1"), good("P"), discount=0.1, **line)),
        edges("CONTAINS", tie("CONTAINS", ev("Order", "2"), good("P"), **line)),
        edges("CONTAINS", tie("CONTAINS", ev("Order", "2"), good("Q"), quantity=1.0)),
        edges("CONTAINS", tie("CONTAINS", ev("PurchaseOrder", "1"), good("M", "Material"), **line)),
        edges("SUPPLIES", tie("SUPPLIES", sup("S"), good("M", "Material"), share=1.0, leadTimeDays=7.0)),
        edges("COMPONENT_OF", tie("COMPONENT_OF", good("M", "Material"), good("P"), quantity=3.0, unit="kg")),
        edges("OWNS", tie("OWNS", sup("T"), sup("S"), share=0.6, valueMinor=1_000, currency="JPY")),
    )


def arrays(snapshot: Snapshot) -> dict[str, list[Any]]:
    """All that a snapshot holds, for comparison; Neo4j's own numbers left out."""
    found: dict[str, list[Any]] = {"ids": snapshot.nodes.ids.tolist(), "labels": snapshot.nodes.labels.tolist()}
    found |= {name: getattr(snapshot.nodes, name).tolist() for name in ("name", "country", "region", "bank")}
    found |= {name: np.nan_to_num(getattr(snapshot.nodes, name), nan=-1.0).tolist() for name in ("price", "stock")}
    for name, ties in snapshot.ties.items():
        found[name] = [ties.indptr.tolist(), ties.target.tolist(), np.nan_to_num(ties.weight, nan=-1.0).tolist()]
        found[name] += [dict(ties.texts), {n: np.nan_to_num(c, nan=-1).tolist() for n, c in ties.columns.items()}]
    return found


def rows(snapshot: Snapshot, channel: str) -> list[tuple[str, str, dict[str, object]]]:
    """Ties of a channel by name."""
    ties, name = snapshot.ties[channel], snapshot.nodes.name
    ends = zip(ties.owner().tolist(), ties.target.tolist(), strict=True)
    return sorted((name[i], name[j], ties.facts(entry)) for entry, (i, j) in enumerate(ends))


def test_channels_hold_what_the_graph_says(database: Database) -> None:
    company(database)
    snapshot = Snapshots(database).get()
    assert (snapshot.as_of, snapshot.how, len(snapshot.nodes)) == (DAY, "read", 10)
    assert rows(snapshot, "supplies") == [("Good M", "Supplier S", {"share": 1.0, "leadTimeDays": 7.0})]
    assert rows(snapshot, "material") == [("Good P", "Good M", {"quantity": 3.0, "unit": "kg"})]
    assert rows(snapshot, "demand") == [
        ("Good P", "Ann", {"amount": 9.0, "quantity": 2.0, "lines": 1, "missing": 0, "currency": "EUR"}),
        ("Good P", "Bob", {"amount": 10.0, "quantity": 2.0, "lines": 1, "missing": 0, "currency": "EUR"}),
        ("Good Q", "Bob", {"amount": 0.0, "quantity": 0.0, "lines": 1, "missing": 1, "currency": "EUR"}),
    ]
    assert rows(snapshot, "purchases")[0][2]["currency"] == "USD"
    owed = {"amount": 60.0, "overdue": 0.0, "invoices": 1, "missing": 0, "currency": "EUR"}
    assert rows(snapshot, "receivables") == [("Ann", "(the company itself)", owed)]
    assert rows(snapshot, "ownership") == [
        ("Supplier T", "Supplier S", {"share": pytest.approx(0.6), "amount": 1000.0, "currency": "JPY"})
    ]
    assert rows(snapshot, "people") == [
        ("Ann", "E", {"orders": 1, "contacts": 0, "complaints": 0, "serves": 0}),
        ("Ann", "F", {"orders": 0, "contacts": 1, "complaints": 0, "serves": 0}),
        ("Supplier S", "E", {"orders": 1, "contacts": 0, "complaints": 0, "serves": 0}),
    ]
    product = snapshot.nodes.index(row_id("erp", "goods", "P"))
    assert (snapshot.nodes.stock[product], snapshot.nodes.price[product]) == (5.0, 2.5)
    assert snapshot.nodes.labels_of(product) == ("Product", "Thing")
    assert snapshot.ties["demand"].target.dtype == np.int32


def test_the_window_the_day_and_the_validity_of_edges_are_kept_to(database: Database) -> None:
    company(database)
    change(
        database,
        edges("SUPPLIES", tie("SUPPLIES", sup("T"), good("Q"), validFrom=date(2026, 2, 1), validTo=date(2026, 2, 28))),
        edges("COMPONENT_OF", tie("COMPONENT_OF", good("Q"), good("P"), quantity=1.0, validFrom=date(2026, 3, 1))),
    )
    snapshots = Snapshots(database)
    early = snapshots.get(Projection(as_of=date(2026, 2, 28), window_days=20))
    assert [row[:2] for row in rows(early, "demand")] == [("Good P", "Bob"), ("Good Q", "Bob")]
    assert [row[:2] for row in rows(early, "supplies")] == [("Good M", "Supplier S"), ("Good Q", "Supplier T")]
    assert [row[:2] for row in rows(early, "material")] == [("Good P", "Good M")]
    assert rows(early, "receivables")[0][2]["amount"] == 100.0
    late = snapshots.get(Projection(as_of=date(2026, 4, 5)))
    assert [row[:2] for row in rows(late, "supplies")] == [("Good M", "Supplier S")]
    assert [row[:2] for row in rows(late, "material")] == [("Good P", "Good M"), ("Good P", "Good Q")]
    assert rows(late, "receivables")[0][2]["overdue"] == 60.0


def same_as(database: Database) -> None:
    ends = [reference("suppliers", "T", "*", "srm"), reference("customers", "B", "*", "crm")]
    change(database, lambda tx: create_edges(tx, [EdgeRow("SAME_AS", *ends, {"row": "x"})], "1"))
    assert resolve(database).moved == 1


def row_ended(database: Database, kind: str, own: str, *, edge: bool = False) -> None:
    about = {"node": None, "edge": EDGES[kind]} if edge else {"node": KINDS[kind], "edge": None}
    change(database, lambda tx: end(tx, [own], "9", **about))


def test_a_refreshed_snapshot_equals_one_read_anew_after_each_kind_of_change(database: Database, ask: Ask) -> None:
    company(database)
    snapshots = Snapshots(database)
    snapshots.get(), snapshots.get(WHOLE)
    bill = ("ISSUED_TO", "out", cus("B"))
    moved = event("Order", "1", ("PLACED", "in", cus("B")), at=date(2026, 1, 10), currency="EUR")
    late = event("Order", "9", ("PLACED", "in", cus("A")), at=date(2026, 4, 9), currency="EUR")
    unknown = event("PurchaseOrder", "8", ("PLACED_WITH", "out", sup("new")), at=date(2026, 2, 1), currency="USD")
    line = tie("CONTAINS", ev("PurchaseOrder", "8"), good("Q"), quantity=1.0, unitPriceMicros=1_000_000)
    steps: dict[str, Callable[[], object]] = {
        "a new row": lambda: change(
            database, nodes("Product", thing("N")), edges("SUPPLIES", tie("SUPPLIES", sup("T"), good("N")))
        ),
        "a changed thing": lambda: change(database, nodes("Product", thing("P", stock=1.0), at="2")),
        "a changed party": lambda: change(database, nodes("Supplier", supplier("S", country="SE"), at="2")),
        "an order that changes hands": lambda: change(database, nodes("Order", moved, at="2")),
        "an order of a party not loaded yet": lambda: change(
            database, nodes("PurchaseOrder", unknown), edges("CONTAINS", line)
        ),
        "a changed tie": lambda: change(
            database, edges("SUPPLIES", tie("SUPPLIES", sup("S"), good("M", "Material"), share=0.5), at="2")
        ),
        "a later day": lambda: change(database, nodes("Order", late)),
        "a new invoice and a payment of two": lambda: change(
            database,
            nodes("Invoice", event("Invoice", "2", bill, at=date(2026, 3, 9), totalMinor=500, currency="EUR")),
            nodes(
                "Payment",
                event("Payment", "1", *(("SETTLES", "out", ev("Invoice", k)) for k in "12"), at=date(2026, 3, 9)),
                at="2",
            ),
        ),
        "merged parties": lambda: same_as(database),
        "parties parted": lambda: (ask("MATCH ()-[e:SAME_AS]->() DELETE e"), resolve(database)),
        "a deleted edge": lambda: row_ended(database, "COMPONENT_OF", row_id("erp", "COMPONENT_OF", "M|P"), edge=True),
        "an ended order": lambda: row_ended(database, "Order", row_id("erp", "Order", "2")),
        "an ended record": lambda: row_ended(database, "Supplier", row_id("srm", "suppliers", "T")),
    }
    for what, step in steps.items():
        before = arrays(snapshots.get())
        step()
        refreshed = snapshots.get()
        dated = what == "a later day" and edges_are_dated(database)
        assert refreshed.how == ("read" if dated else "refreshed"), what
        assert arrays(refreshed) == arrays(Snapshots(database).get()), what
        assert arrays(refreshed) != before, what
    assert arrays(snapshots.get(WHOLE)) == arrays(Snapshots(database).get(WHOLE))


def test_another_day_concerns_what_occurred_or_fell_due_in_between(database: Database) -> None:
    company(database)
    first, last = (extent(tuple(CHANNELS), day, 60) for day in (date(2026, 3, 20), date(2026, 4, 3)))
    again = read_again(database, last, read_all(database, first), moved(database, first, last))
    whole = read_all(database, last)
    found, wanted = (arrays(Snapshot(0, last.as_of, 60, c.nodes, c.ties)) for c in (again, whole))
    assert found == wanted
    assert wanted["receivables"][-1]["overdue"] == [60.0]


def test_nothing_is_read_while_the_version_stays(database: Database) -> None:
    company(database)
    snapshots = Snapshots(database)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: snapshots.get(), range(8)))
    assert all(snapshot is found[0] for snapshot in found)
    assert found[0].remember("x", lambda: [1]) is found[0].remember("x", lambda: [2])


def test_of_what_is_remembered_so_many_alike_are_kept(database: Database) -> None:
    snapshot = Snapshots(database).get()
    for days in range(5):
        snapshot.remember(("days", days), lambda days=days: [days], most=2)
    snapshot.remember(("other", 0), lambda: [9])
    made = [snapshot.remember(("days", days), lambda: ["anew"], most=9) for days in (3, 4, 0)]
    assert made == [[3], [4], ["anew"]]
    assert snapshot.remember(("other", 0), lambda: ["anew"]) == [9]


def test_what_is_not_known_to_have_changed_is_read_anew(
    database: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "KEPT_CHANGES", 4)
    company(database)
    snapshots = Snapshots(database)
    snapshots.get()
    for _ in range(3):
        change(database)
    ask("MATCH (c:Change) WITH c ORDER BY c.version DESC LIMIT 1 DELETE c")
    assert snapshots.get().how == "read"
    for _ in range(5):
        change(database)
    assert snapshots.get().how == "read"
    assert ask("MATCH (c:Change) RETURN count(c)") == [[4]]


def test_the_graph_for_networkx(database: Database) -> None:
    company(database)
    snapshot = Snapshots(database).get(Projection(("material", "receivables")))
    graph = snapshot.to_networkx()
    product, material = row_id("erp", "goods", "P"), row_id("erp", "goods", "M")
    assert list(graph.get_edge_data(product, material).values()) == [
        {"channel": "material", "weight": 3.0, "quantity": 3.0, "unit": "kg"}
    ]
    assert graph.nodes[product] == {"name": "Good P", "labels": ("Product", "Thing")}
    assert graph.has_edge(row_id("crm", "customers", "A"), "company")
    assert snapshot.adjacency(["material"]).sum() == 1


def test_a_channel_that_does_not_exist_is_named(database: Database) -> None:
    with pytest.raises(UsageError, match="no channel 'suply'; there are supplies"):
        Snapshots(database).get(Projection(("suply",)))


def test_bytes_a_tie(database: Database) -> None:
    company(database)
    ties: Ties = Snapshots(database).get(Projection(("demand",))).ties["demand"]
    assert ties.nbytes == len(ties.indptr) * 4 + len(ties) * (4 + 8 + 8 + 4 + 4 + 2)
