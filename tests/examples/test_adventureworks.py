"""A foreign system mapped without Python: what comes out of AdventureWorks, in a real Neo4j."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from graph.client import Database
from graph.hashing import graph_hash
from graph.progress import version
from graph.snapshot import Snapshots
from ingest.load import Options, ingest
from ingest.mapping import load_mapping
from ingest.summary import Summary
from intelligence.assumptions import load_assumptions
from intelligence.dependencies import single_sourced
from intelligence.reach import reach
from intelligence.what_if import what_if
from intelligence.what_if_results import Scope, Shock
from tests.conftest import Ask, wipe

FOLDER = Path(__file__).parents[2] / "examples" / "adventureworks"
MAPPING = FOLDER / "adventureworks.yaml"
ROWS = {
    "vendors": 104,
    "carriers": 5,
    "employees": 290,
    "stores": 701,
    "categories": 4,
    "subcategories": 37,
    "products": 504,
    "components": 2_383,
    "supplies": 460,
    "purchase_orders": 4_012,
    "purchase_lines": 8_845,
    "shipments": 4_012,
    "inspections": 8_845,
}


@dataclass(frozen=True)
class Loaded:
    """The first load, and the graph's hash after it."""

    summary: Summary
    hash: str


def load(database: Database, rejects: Path, data: Path = FOLDER, mapping: Path = MAPPING) -> Summary:
    return ingest(database, load_mapping(mapping), data, Options(rejects=rejects))


def accounts(summary: Summary, outcome: str) -> dict[str, int]:
    assert summary.waiting == []
    for table in summary.tables:
        assert table.read == table.counts[outcome], (table.table, dict(table.counts))
    return {table.table: table.read for table in summary.tables}


@pytest.fixture(scope="module")
def loaded(open_database: Database, driver: neo4j.Driver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """AdventureWorks, loaded once for all tests that only look at it."""
    wipe(driver)
    summary = load(open_database, tmp_path_factory.mktemp("rejects"))
    yield Loaded(summary, graph_hash(open_database))
    wipe(driver)


def test_every_row_is_created_and_nothing_is_waiting(loaded: Loaded) -> None:
    assert accounts(loaded.summary, "created") == ROWS


def test_the_readme_tells_the_counts(loaded: Loaded) -> None:
    said = (FOLDER / "README.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines()]
    counts = {row[1]: row[2:4] for row in cells if len(row) == 4 and row[1].startswith("`")}
    for files, (rows, _) in counts.items():
        for name, count in zip(re.findall(r"`(\w+\.csv)`", files), re.findall(r"[\d,]+\d|\d", rows), strict=True):
            text = (FOLDER / name).read_text(encoding="utf-8")
            assert text.count("\n") == int(count.replace(",", "")), name
    assert counts["`BillOfMaterials.csv`"] == ["2,679", "2,383"]


def test_parties_and_things(loaded: Loaded, ask: Ask) -> None:
    kinds = ("Supplier", "Partner", "Employee", "Customer", "Product", "Category", "PurchaseOrder", "Delivery")
    found = {kind: ask(f"MATCH (n:{kind}) RETURN count(n)")[0][0] for kind in kinds}
    assert found == dict(zip(kinds, (104, 5, 290, 701, 504, 41, 4_012, 4_012), strict=True))
    assert ask("MATCH (n) WHERE 'Placeholder' IN labels(n) RETURN count(n)") == [[0]]


def test_an_order_with_its_money_and_its_dates(loaded: Loaded, ask: Ask) -> None:
    # 222.1492 and 16.0832 are rounded to cents; the price keeps all its decimals.
    order = "MATCH (s:Supplier)<-[:PLACED_WITH]-(o:PurchaseOrder {key: '1'})-[:ASSIGNED_TO]->(e:Employee)"
    facts = "s.name, toString(o.at), o.status, o.totalMinor, o.taxMinor, o.currency, e.name, e.department"
    assert ask(f"{order} RETURN {facts}") == [
        ["Litware, Inc.", "2022-04-15", "complete", 22_215, 1_608, "USD", "erin0", "Purchasing"]
    ]
    assert ask(
        "MATCH (:PurchaseOrder {key: '2'})-[c:CONTAINS]->(p) WHERE p.name = 'Seat Lug' OR c.quantity = 3"
        " RETURN c.unitPriceMicros, c.lineTotalMinor ORDER BY c.unitPriceMicros"
    ) == [[45_120_000, 13_536], [45_580_500, 13_674]]
    assert ask(
        "MATCH (:PurchaseOrder {key: '1'})<-[:FULFILS]-(d:Delivery)-[:CARRIED_BY]->(p:Partner)"
        " RETURN toString(d.at), d.deliveredAt, p.name"
    ) == [["2022-04-24", None, "OVERSEAS - DELUXE"]]


def test_totals_to_the_cent(loaded: Loaded, ask: Ask) -> None:
    lines = (FOLDER / "PurchaseOrderHeader.csv").read_text(encoding="utf-8").splitlines()
    # in ten-thousandths, as the file has them; half a cent goes up
    expected = sum((int(line.split("\t")[11].replace(".", "")) + 50) // 100 for line in lines)
    assert ask("MATCH (o:PurchaseOrder) RETURN sum(o.totalMinor)") == [[expected]]


def test_the_quality_of_what_was_received(loaded: Loaded, ask: Ask) -> None:
    (row,) = ask(
        "MATCH (:PurchaseOrder)-[c:CONTAINS]->(:Product)"
        " RETURN count(c), sum(c.received), sum(c.rejected), sum(CASE WHEN c.rejected > 0 THEN 1 END)"
    )
    assert row == [8_845, 2_327_299, 72_700, 563]
    assert round(72_700 / 2_327_299, 4) == 0.0312
    assert round(563 / 8_845, 4) == 0.0637
    assert ask("MATCH (i:Inspection) RETURN i.result, count(*), sum(i.rejected) ORDER BY i.result") == [
        ["failed", 141, 46_744],
        ["passed", 8_282, 0],
        ["passed with rejects", 422, 25_956],
    ]
    assert ask(
        "MATCH (i:Inspection)-[:ABOUT]->(:Delivery)-[:FULFILS]->(o)-[:PLACED_WITH]->(s:Supplier)"
        " WITH s, sum(i.rejected) / sum(i.inspected) AS rate RETURN count(s), max(rate) < 0.2"
    ) == [[86, True]]


def test_who_supplies_what(loaded: Loaded, ask: Ask) -> None:
    assert ask("MATCH (:Supplier)-[s:SUPPLIES]->(:Product) RETURN count(s)") == [[460]]
    facts = "s.unitPriceMicros, s.lastUnitPriceMicros, s.currency, s.leadTimeDays, s.minimumQuantity"
    assert ask(f"MATCH (v:Supplier)-[s:SUPPLIES]->(:Product {{code: 'AR-5381'}}) RETURN v.name, {facts}") == [
        ["Litware, Inc.", 47_870_000, 50_263_500, "USD", 17, 1]
    ]
    vendor = "MATCH (v:Supplier {name: 'Proseware, Inc.'}) RETURN v.creditRating, v.level, v.preferred, v.active"
    assert ask(vendor) == [[4, "average", False, False]]
    assert ask("MATCH (p:Product)<-[s:SUPPLIES]-() WITH p, count(s) AS n WHERE n = 1 RETURN count(p)") == [[113]]


def test_a_bill_of_materials_of_many_levels_in_one_query(loaded: Loaded, ask: Ask) -> None:
    paths = ask(
        "MATCH path = (part:Product)-[:COMPONENT_OF*4]->(:Product {code: 'BK-R19B-52'})"
        " WITH [node IN nodes(path) | node.name] AS names,"
        " reduce(pieces = 1.0, edge IN relationships(path) | pieces * edge.quantity) AS pieces"
        " RETURN names, pieces ORDER BY names"
    )
    top = ["LL Fork", "LL Road Frame - Black, 52", "Road-750 Black, 52"]
    assert paths == [
        [["Metal Sheet 2", "Fork End", *top], 2],
        [["Metal Sheet 5", "Blade", *top], 2],
        [["Metal Sheet 5", "Fork Crown", *top], 1],
        [["Metal Sheet 6", "Steerer", *top], 1],
    ]
    # Four levels is the deepest there is; from suppliers of parts to what is sold.
    assert ask("MATCH path = ()-[:COMPONENT_OF*]->() RETURN max(length(path))") == [[4]]
    assert ask(
        "MATCH (s:Supplier)-[:SUPPLIES]->()-[:COMPONENT_OF*]->(bike:Product {sold: true})"
        " RETURN count(DISTINCT s), count(DISTINCT bike)"
    ) == [[66, 211]]


def test_a_component_stands_in_an_assembly_once_in_the_version_that_holds(loaded: Loaded, ask: Ask) -> None:
    rows = [line.split("\t") for line in (FOLDER / "BillOfMaterials.csv").read_text(encoding="utf-8").splitlines()]
    ended = [row for row in rows if row[4]]
    tops = [row for row in rows if not row[4] and not row[1]]
    assert (len(rows), len(ended), len(tops)) == (2_679, 199, 97)
    assert {row[0] for row in rows} - {row[0] for row in (*ended, *tops)} == {
        version for (version,) in ask("MATCH ()-[c:COMPONENT_OF]->() RETURN c.version")
    }
    assert max(row[4] for row in ended) < str(ask("MATCH (o:PurchaseOrder) RETURN toString(min(o.at))")[0][0])
    assert ask("MATCH (a)-[c:COMPONENT_OF]->(b) WITH a, b, count(c) AS n WHERE n > 1 RETURN count(*)") == [[0]]


def test_who_reports_to_whom(loaded: Loaded, ask: Ask) -> None:
    assert ask("MATCH (e:Employee)-[:REPORTS_TO]->(m:Employee) RETURN count(*), count(DISTINCT m)") == [[289, 47]]
    assert ask(
        "MATCH path = (e:Employee)-[:REPORTS_TO*]->(head) WHERE NOT (head)-[:REPORTS_TO]->()"
        " RETURN head.jobTitle, length(path), count(*) ORDER BY length(path)"
    ) == [["Chief Executive Officer", level, count] for level, count in enumerate((6, 27, 66, 190), 1)]
    rows = [line.split("\t") for line in (FOLDER / "Employee.csv").read_text(encoding="utf-8").splitlines()]
    levels = {row[2].partition("\\")[2]: int(row[4] or 0) for row in rows}
    assert levels == {
        str(name): depth
        for name, depth in ask(
            "MATCH (e:Employee) RETURN e.name, COUNT { (e)-[:REPORTS_TO*]->(:Employee) }",
        )
    }
    assert ask("MATCH (e:Employee {name: 'françois0'})-[:REPORTS_TO]->(m) RETURN m.name, m.jobTitle, m.department") == [
        ["jean0", "Information Services Manager", "Information Services"]
    ]


def test_what_other_files_know_of_an_employee(loaded: Loaded, ask: Ask) -> None:
    facts = "e.name, e.department, toString(e.departmentSince), e.territory"
    assert ask(f"MATCH (e:Employee) WHERE e.name IN ['rob0', 'michael9', 'ken0'] RETURN {facts} ORDER BY e.name") == [
        ["ken0", "Executive", "2009-01-14", None],
        ["michael9", "Sales", "2011-05-31", "Northeast"],
        ["rob0", "Tool Design", "2010-05-31", None],
    ]
    assert ask("MATCH (e:Employee) RETURN count(e.department), count(DISTINCT e.department), count(e.territory)") == [
        [290, 16, 14]
    ]


def test_orders_are_promised_when_their_last_line_is_due(loaded: Loaded, ask: Ask) -> None:
    due: dict[str, str] = {}
    for line in (FOLDER / "PurchaseOrderDetail.csv").read_text(encoding="utf-8").splitlines():
        order, _, day, *_ = line.split("\t")
        due[order] = max(due.get(order, ""), day[:10])
    assert dict(ask("MATCH (o:PurchaseOrder) RETURN o.key, toString(o.promisedAt)")) == due  # type: ignore[arg-type]
    delayed = "MATCH (o:PurchaseOrder)<-[:FULFILS]-(d:Delivery) WHERE d.promisedAt <> o.promisedAt RETURN count(*)"
    assert ask(delayed) == [[0]]


def test_shops_from_a_file_with_ends_of_its_own(loaded: Loaded, ask: Ask) -> None:
    assert ask(
        "MATCH (e:Employee)-[:SERVES]->(c:Customer {name: 'Next-Door Bike Store'})"
        " RETURN c.openedIn, c.staff, c.annualSalesMinor, c.currency, e.department"
    ) == [[1996, 13, 80_000_000, "USD", "Sales"]]


def test_a_second_load_changes_nothing(loaded: Loaded, open_database: Database, tmp_path: Path) -> None:
    before = version(open_database)
    assert accounts(load(open_database, tmp_path), "unchanged") == ROWS
    assert version(open_database) == before
    assert graph_hash(open_database) == loaded.hash


def test_shuffled_rows_in_split_files_give_the_same_graph(
    loaded: Loaded, driver: neo4j.Driver, open_database: Database, tmp_path: Path
) -> None:
    wipe(driver)
    mapping = tmp_path / MAPPING.name
    mapping.write_text(MAPPING.read_text(encoding="utf-8").replace(".csv", "-*.csv"), encoding="utf-8")
    for path in FOLDER.glob("*.csv"):
        split(path, tmp_path / "data")
    summary = load(open_database, tmp_path / "rejects", tmp_path / "data", mapping)
    assert accounts(summary, "created") == ROWS
    assert graph_hash(open_database) == loaded.hash


def split(path: Path, folder: Path) -> None:
    """Write a file's rows, shuffled, to three files."""
    folder.mkdir(exist_ok=True)
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(path.name).shuffle(rows)
    for part in range(3):
        folder.joinpath(f"{path.stem}-{part}.csv").write_text("".join(rows[part::3]), encoding="utf-8", newline="")


def test_a_supplier_reaches_what_the_bill_of_materials_says(loaded: Loaded, open_database: Database, ask: Ask) -> None:
    """Snapshot and what-if against the graph itself: three levels up from nuts to bicycles."""
    snapshot = Snapshots(open_database).get()
    ((supplier, goods),) = ask(
        "MATCH (s:Supplier {name: 'Mountain Works'})-[:SUPPLIES]->(g) MATCH (g)-[:COMPONENT_OF*0..8]->(x)"
        " RETURN s.id, count(DISTINCT x)"
    )
    answer = what_if(snapshot, [Shock(Scope.NODE, str(supplier), days=30)], load_assumptions())
    assert answer.summary.reached == goods + 1 == 131
    deepest = max(answer.impacts(), key=lambda impact: impact.tier)
    assert deepest.tier == 3
    (path,) = answer.paths(deepest.id, 1)
    assert [step.channel for step in path.steps] == ["supply", "material", "material"]
    assert len(reach(snapshot, str(supplier), load_assumptions()).goods) == goods
    (one,) = ask("MATCH (g)<-[:SUPPLIES]-(s) WITH g, count(DISTINCT s) AS c WHERE c = 1 RETURN count(g)")
    assert len(single_sourced(snapshot, load_assumptions())) == one[0] == 113
