"""Who is who: the truth covers every record, and the links lead to it and nowhere else."""

import csv
from collections import defaultdict

import pytest
from stdnum import get_cc_module
from stdnum.us import ein

from app.demo.countries import COUNTRIES
from app.demo.spelling import plain_tax_id
from app.demo.stories import Link
from graph.model import ROLES


@pytest.fixture(scope="module")
def truth(demo):
    with demo.truth.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["cluster"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def tax_ids(exports):
    """Tax ids by record, as the mappings clean them."""
    return {
        f"{table.source}:{table.name}:{key}": plain_tax_id(table.value(row, "taxId"))
        for table in exports.tables.values()
        if "taxId" in table.fields
        for key, row in table.by_key().items()
    }


def _linked(exports, tax_ids):
    """Groups of records that the crosswalk and equal tax ids put together."""
    group = {record: record for record in tax_ids}

    def root(record):
        while group[record] != record:
            record = group[record]
        return record

    pairs = [
        (f"{source}:{to['table']}:{row[to['key']]}", f"finance:{at['table']}:{row[at['key']]}")
        for table in exports.tables.values()
        if table.mapping.get("edge") == "SAME_AS"
        for row in table.rows
        for at, to, source in [(table.mapping["from"], table.mapping["to"], table.mapping["to"]["source"])]
    ]
    by_tax_id = defaultdict(list)
    for record, tax_id in tax_ids.items():
        if tax_id:
            by_tax_id[tax_id].append(record)
    pairs += [(records[0], other) for records in by_tax_id.values() for other in records[1:]]
    for one, other in pairs:
        group[root(other)] = root(one)
    return {record: root(record) for record in group}


def test_the_truth_names_every_record_of_a_party_once(exports, truth):
    records = {
        f"{table.source}:{table.name}:{key}"
        for table in exports.tables.values()
        if table.mapping.get("node") in ROLES
        for key in table.keys
    }
    assert set(truth) == records
    assert len(set(truth.values())) < len(truth)


def test_links_are_never_wrong(exports, truth, tax_ids):
    groups = defaultdict(set)
    for record, root in _linked(exports, tax_ids).items():
        groups[root].add(truth[record])
    assert all(len(clusters) == 1 for clusters in groups.values())


def test_each_account_is_linked_the_way_it_shall_be(exports, tax_ids, world):
    group = _linked(exports, tax_ids)
    counts = defaultdict(int)
    for account in (*world.parties.debtors, *world.parties.creditors):
        counts[account.ledger, account.link] += 1
        assert (group[account.ref] == group[account.party.ref]) == (account.link is not Link.NONE), account.ref
    assert all(counts[ledger, link] >= 5 for ledger in ("debtors", "creditors") for link in Link)


def test_accounts_that_nothing_links_lack_the_tax_id_here_or_there(world):
    unlinked = [a for a in (*world.parties.debtors, *world.parties.creditors) if a.link is Link.NONE]
    assert any(account.tax_id and not account.party.tax_id for account in unlinked)
    assert any(account.party.tax_id and not account.tax_id for account in unlinked)


def test_finance_spells_most_companies_differently(world):
    accounts = (*world.parties.debtors, *world.parties.creditors)
    same = [account for account in accounts if account.company.name == account.party.origin.name]
    assert len(same) < len(accounts) / 4
    assert all(account.company.country == account.party.origin.country for account in accounts)
    assert all(account.company.name and account.company.phone for account in accounts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("crm:customers:REGGC", "srm:second_sources:S-201"),
        ("crm:customers:FURIB", "srm:second_sources:S-202"),
        ("crm:customers:MAGAA", "srm:second_sources:S-203"),
    ],
)
def test_three_customers_also_supply(exports, tax_ids, truth, one, other):
    group = _linked(exports, tax_ids)
    assert truth[one] == truth[other]
    assert group[one] == group[other]
    mine = [record for record, root in group.items() if root == group[one]]
    assert sorted(record.rpartition(":")[0] for record in mine) == [
        "crm:customers", "finance:creditors", "finance:debtors", "srm:second_sources"
    ]  # fmt: skip
    assert any(row["Lieferant"] == other.split(":")[2] for row in exports["srm:second_sourcing"].rows)


@pytest.mark.parametrize("supplier", ["4", "12", "20"])
def test_three_suppliers_also_buy(exports, tax_ids, supplier):
    group = _linked(exports, tax_ids)
    mine = [record for record, root in group.items() if root == group[f"srm:suppliers:{supplier}"]]
    assert sorted(record.rpartition(":")[0] for record in mine) == [
        "finance:creditors", "finance:debtors", "srm:suppliers"
    ]  # fmt: skip
    (debtor,) = [record.rpartition(":")[2] for record in mine if "debtors" in record]
    orders = [row["order_id"] for row in exports["sales:direct_orders"].rows if row["account_no"] == debtor]
    assert len(orders) >= 3
    supplied = {row["Artikel"] for row in exports["srm:sourcing"].rows if row["Lieferant"] == supplier}
    bought = {row["product_id"] for row in exports["sales:direct_order_lines"].rows if row["order_id"] in orders}
    assert not supplied & bought


def test_leka_trading_is_found_in_two_steps_only(world):
    (debtor,) = [a for a in world.parties.debtors if a.party.ref == "srm:suppliers:20"]
    (creditor,) = [a for a in world.parties.creditors if a.party.ref == "srm:suppliers:20"]
    assert debtor.party.tax_id == ""
    assert plain_tax_id(debtor.tax_id) == plain_tax_id(creditor.tax_id)
    assert (debtor.link, creditor.link) == (Link.TAX_ID, Link.CROSSWALK)


def test_tax_ids_are_valid_and_belong_to_one_company(truth, tax_ids, world):
    owners = defaultdict(set)
    for record, tax_id in tax_ids.items():
        if tax_id:
            owners[tax_id].add(truth[record])
    assert all(len(clusters) == 1 for clusters in owners.values())
    assert len(owners) > 110
    for party in world.parties.known:
        if party.tax_id:
            iso = COUNTRIES[party.origin.country].iso
            module = ein if iso == "US" else get_cc_module(iso, "vat")
            assert module.is_valid(party.tax_id), party.ref


def test_addresses_in_the_net_cannot_be_real_and_belong_to_one_company(exports, truth):
    owners = defaultdict(set)
    for table in exports.tables.values():
        if "email" in table.fields and table.name not in {"employees", "operations"}:
            for key, row in table.by_key().items():
                if address := table.value(row, "email"):
                    assert address.endswith(".example")
                    owners[address.partition("@")[2]].add(truth[f"{table.source}:{table.name}:{key}"])
    assert all(len(clusters) == 1 for clusters in owners.values())


def test_shares_in_one_company_never_exceed_the_whole(exports):
    held = defaultdict(float)
    for name in ("holdings_in_suppliers", "holdings_in_customers", "holdings_in_investors"):
        for row in exports[f"finance:{name}"].rows:
            held[row["Table"], row["Their id"]] += float(row["Share"])
    assert all(0 < share <= 1 for share in held.values())
