"""docs/demo.md says what is there."""

import re
from pathlib import Path

import pytest

from app.demo.stories import Link
from tests.app.demo.test_mappings import REAL

TEXT = Path(__file__).parents[3].joinpath("docs", "demo.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("phrase", "tables"),
    [
        ("direct orders of suppliers that buy", ["sales:direct_orders"]),
        ("deliveries to customers", ["warehouse:deliveries"]),
        ("invoices to customers, receipts of money", ["finance:customer_invoices", "finance:receipts"]),
        ("purchase orders, receipts of goods", ["srm:purchase_orders", "srm:receipts"]),
        ("inspections", ["srm:inspections"]),
        ("invoices from suppliers and carriers, payments", ["finance:supplier_invoices", "finance:payments"]),
        ("complaints", ["crm:complaints"]),
        ("contacts, surveys", ["crm:contacts", "crm:surveys"]),
        (
            "contracts with customers and partners, suppliers, carriers",
            ["crm:contracts", "srm:contracts", "warehouse:carrier_contracts"],
        ),
        ("evaluations of suppliers", ["srm:evaluations"]),
        ("trainings, appraisals, climate answers", ["hr:trainings", "hr:appraisals", "hr:climate"]),
        ("debtors, creditors", ["finance:debtors", "finance:creditors"]),
        (
            "second sources, partners, investors, operations team, warehouses",
            ["srm:second_sources", "crm:partners", "finance:investors", "hr:operations", "warehouse:warehouses"],
        ),
    ],
)
def test_counts_of_what_is_made_up(exports, phrase, tables):
    counts = ", ".join(str(len(exports[name].rows)) for name in tables)
    assert f"| {phrase} | {counts} |" in TEXT


def test_counts_of_what_is_real():
    for name, count in REAL.items():
        if f"(`{name}`)" in TEXT:
            assert re.search(rf"\(`{name}`\) \| {count:,} \|", TEXT), name


def test_every_account_of_a_party_with_two_roles_is_named(world):
    accounts = (*world.parties.debtors, *world.parties.creditors)
    by_cluster = {}
    for account in accounts:
        by_cluster.setdefault(account.party.cluster, []).append(account)
    for mine in by_cluster.values():
        if len(mine) > 1:
            assert f"`finance` `{mine[0].number}` and `{mine[1].number}`" in TEXT


def test_counts_of_records_and_parties(demo, world):
    pairs = [line.split(",") for line in demo.truth.read_text(encoding="utf-8").splitlines()[1:]]
    parties = len({cluster for _, cluster in pairs})
    apart = sum(a.link is Link.NONE for a in (*world.parties.debtors, *world.parties.creditors))
    assert f"The {len(pairs)} records of `truth/parties.csv` are {parties} parties." in TEXT
    assert f"alone leave {parties + apart} in the graph: {apart} accounts still stand apart." in TEXT
