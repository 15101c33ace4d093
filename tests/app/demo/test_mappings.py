"""Every row of every table fits its mapping, and every reference ends inside the demo."""

import re
from collections import Counter
from decimal import Decimal, InvalidOperation

import pytest

from graph.model import EDGES, KINDS, FieldType
from ingest.mapping.load import load_mapping
from ingest.rejects import Reject
from ingest.rows import read_table

FREE = {
    "generated": "boolean",
    "generatedFields": "text",
    "shipName": "text",
    "shipCity": "text",
    "shipCountry": "text",
}
"""Fields that the demo adds to the model's own (`generated` stands on edges too)."""

REAL = {
    "crm:customers": 91,
    "srm:suppliers": 29,
    "hr:employees": 9,
    "sales:orders": 830,
    "sales:order_lines": 2155,
    "warehouse:products": 77,
    "warehouse:categories": 8,
    "warehouse:carriers": 6,
}
"""The tables of Northwind's rows, and how many rows each has. All others are made up."""


@pytest.fixture
def tables(exports):
    return exports.tables.values()


def test_the_mappings_are_mappings(demo):
    assert [load_mapping(path).source for path in demo.mappings] == [path.stem for path in demo.mappings]


def test_northwind_is_all_there(exports):
    assert {name: len(exports[name].rows) for name in REAL} == REAL


def test_every_table_has_rows_and_every_column_exists(tables):
    for table in tables:
        assert table.rows, table.name
        columns = {field["column"] for field in table.fields.values() if "column" in field}
        columns |= {name for field in table.fields.values() for name in field.get("columns", [])}
        columns |= {reference.column for reference in table.references}
        assert columns <= set(table.rows[0]), (table.name, columns - set(table.rows[0]))


def test_keys_name_one_row_each(tables):
    for table in tables:
        assert all(table.keys)
        repeated = [key for key, count in Counter(table.keys).items() if count > 1]
        assert not repeated, (table.name, repeated[:3])


def test_every_reference_ends_inside_the_demo(exports, tables):
    keys = {name: set(table.keys) for name, table in exports.tables.items()}
    for table in tables:
        for reference in table.references:
            named = [row[reference.column] for row in table.rows]
            if reference.required:
                assert all(named), (table.name, reference.column)
            lost = {key for key in named if key} - keys[reference.source, reference.target]
            assert not lost, (table.name, reference.edge, sorted(lost)[:3])
            assert any(named), f"{table.name}: {reference.column} is always empty"


def test_alternatives_are_never_both_empty(exports):
    # A row that names one of two tables (a supplier or a second source, an employee or one of the team) names one.
    for name, columns in {
        "srm:purchase_orders": ("Lieferant", "Zweitlieferant"),
        "srm:contracts": ("Lieferant", "Zweitlieferant"),
        "srm:evaluations": ("Lieferant", "Zweitlieferant"),
        "warehouse:deliveries": ("sales_order", "direct_order"),
        "finance:customer_invoices": ("Sales order", "Direct order"),
        "crm:contracts": ("customer_id", "partner_id"),
        "crm:complaints": ("handled_by", "care_agent"),
        "crm:contacts": ("employee_id", "care_agent"),
        "hr:trainings": ("Employee", "Operations"),
        "hr:climate": ("Employee", "Operations"),
        "hr:operations": ("Head of house", "Reports to"),
    }.items():
        assert all(sum(bool(row[column]) for column in columns) == 1 for row in exports[name].rows), name


def test_fields_have_the_models_names_and_types(tables):
    for table in tables:
        node = table.mapping.get("node")
        known = KINDS[node].fields if node else EDGES[table.mapping["edge"]].fields
        for name, field in table.fields.items():
            kind = known.get(name) or FieldType(field.get("type", FREE.get(name, "")))
            for row in table.rows:
                _check(table, row, name, field, kind)
        money = {kind for name in table.fields if (kind := known.get(name)) in {FieldType.MONEY, FieldType.UNIT_PRICE}}
        assert not money or "currency" in table.fields


def _check(table, row, name, field, kind):
    if "columns" in field:
        assert any(row[column] for column in field["columns"])
        return
    text = table.value(row, name)
    where = (table.source, table.name, name, text)
    assert text or not field.get("required"), where
    for step in field.get("clean", []):
        if isinstance(step, dict) and "map" in step:
            text = step["map"].get(text, text)
    assert not field.get("allowed") or text in field["allowed"], where
    if not text:
        return
    if kind is FieldType.DATE:
        assert table.day(row, name), where
    elif kind in {FieldType.NUMBER, FieldType.MONEY, FieldType.UNIT_PRICE, FieldType.INTEGER}:
        number = _decimal(text.replace(field.get("decimal", "."), "."))
        places = {FieldType.MONEY: 2, FieldType.UNIT_PRICE: 6, FieldType.INTEGER: 0}.get(kind, 6)
        assert number is not None, where
        assert number == round(number, places), where
    elif kind is FieldType.BOOLEAN:
        assert text in {"true", "false"}, where
    else:
        assert text == text.strip() or "trim" in field.get("clean", []), where


def _decimal(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def test_countries_come_out_as_iso_codes(tables):
    for table in tables:
        if "country" in table.fields:
            steps = table.fields["country"].get("clean", [])
            names = {word: code for step in steps for word, code in step["map"].items()}
            for row in table.rows:
                text = table.value(row, "country")
                assert re.fullmatch("[A-Z]{2}", names.get(text, text)), (table.name, text)


def test_made_up_rows_say_so_and_northwinds_do_not(tables):
    for table in tables:
        wanted = "false" if f"{table.source}:{table.name}" in REAL else "true"
        assert {table.value(row, "generated") for row in table.rows} == {wanted}, table.name
        if wanted == "true":
            assert all(row["generated"] == "true" for row in table.rows), "the file itself says so"


def test_edges_that_a_made_up_row_implies_between_real_ones_say_so(exports):
    (serves,) = [edge for edge in exports["finance:debtors"].mapping["edges"] if edge["type"] == "SERVES"]
    assert serves["fields"]["generated"]["column"] == "generated"
    assert exports["crm:account_managers"].fields["generated"]["column"] == "generated"


def test_nothing_happens_after_the_exports_were_drawn(tables):
    for table in tables:
        for name in {"at", "closedAt", "deliveredAt", "shippedAt"} & set(table.fields):
            days = [day for row in table.rows if (day := table.day(row, name))]
            assert min(days).isoformat() >= "1996-07-01", (table.name, name)
            assert max(days).isoformat() <= "1998-05-06", (table.name, name)


def test_ingest_takes_every_row(demo):
    for path in demo.mappings:
        for table in load_mapping(path).tables:
            rows = list(read_table(table, path.parent))
            assert rows
            assert not [row for row in rows if isinstance(row, Reject)], table.name
