"""Graphs made by hand, as the loader would leave them."""

from graph.model import NATURES, ROLES, Category
from graph.searching import index_values
from tests.conftest import Ask

TRADE = """
CREATE (tea:Thing:Product {id: 'tea', name: 'Tea', sortName: 'tea', code: 'T-1', unit: 'box',
    unitPriceMicros: 4501250,
    currency: 'EUR', stock: 12.0, discontinued: false}),
  (rice:Thing:Material {id: 'rice', name: 'Rice', sortName: 'rice'}),
  (unknown:Thing:Product:Placeholder {id: 'unknown', sortName: ''}),
  (drinks:Thing:Category {id: 'drinks', name: 'Drinks', sortName: 'drinks', generated: true}),
  (tea)-[:IN_CATEGORY]->(drinks),
  (:Record {id: 'tea', source: 'wms', table: 'products', key: 'T', kind: 'Product'})-[:DESCRIBES]->(tea),
  (:Record {id: 'drinks', source: 'wms', table: 'categories', key: 'D', kind: 'Category'})-[:DESCRIBES]->(drinks),
  (ann:Party:Customer:Supplier:Organization {id: 'ann', name: 'Änn AG', sortName: 'ann ag', city: 'Köln',
    country: 'DE', taxId: 'DE1', email: 'a@example.org'}),
  (ben:Party:Customer:Person {id: 'ben', name: 'Ben', sortName: 'ben', country: 'NO', generated: true}),
  (emma:Party:Employee:Person {id: 'emma', name: 'Emma', sortName: 'emma', firstName: 'Emma', jobTitle: 'Sales',
    hiredAt: date('2020-02-29')}),
  (max:Party:Employee:Person {id: 'max', name: 'Max', sortName: 'max'}),
  (carrier:Party:Placeholder {id: 'carrier', sortName: ''}),
  (:Record {id: 'ann', source: 'crm', table: 'customers', key: 'A', kind: 'Customer', name: 'Änn AG',
    modified: datetime('2024-01-02T03:04:05Z')})-[:DESCRIBES]->(ann),
  (:Record {id: 'ann-srm', source: 'srm', table: 'suppliers', key: '7', kind: 'Supplier'})-[:DESCRIBES]->(ann),
  (:Record {id: 'ben', source: 'crm', table: 'customers', key: 'B', kind: 'Customer'})-[:DESCRIBES]->(ben),
  (:Record {id: 'emma', source: 'crm', table: 'staff', key: 'B', kind: 'Employee'})-[:DESCRIBES]->(emma),
  (:Record {id: 'max', source: 'crm', table: 'staff', key: 'M', kind: 'Employee'})-[:DESCRIBES]->(max),
  (:Record:Placeholder {id: 'carrier', source: 'wms', table: 'carriers', key: 'X'})-[:DESCRIBES]->(carrier),
  (emma)-[:REPORTS_TO]->(max),
  (emma)-[:SERVES {viaEnd: 'ann'}]->(ann), (emma)-[:SERVES {viaEnd: 'ann-srm'}]->(ann),
  (emma)-[:SERVES]->(ben), (emma)-[:SERVES]->(carrier),
  (ann)-[:SUPPLIES {id: 's1', viaStart: 'ann-srm', viaEnd: 'tea', unitPriceMicros: 3000000, currency: 'EUR',
    leadTimeDays: 9.0, share: 0.5}]->(tea),
  (ann)-[:SUPPLIES {id: 's2', viaStart: 'ann-srm', viaEnd: 'tea', unitPriceMicros: 2990000, currency: 'EUR'}]->(tea),
  (o1:Interaction:Order {id: 'o1', source: 'sales', table: 'orders', key: '1', at: date('2024-01-10'),
    shippedAt: date('2024-01-20'), totalMinor: 123456, freightMinor: -5, currency: 'EUR'}),
  (o2:Interaction:Order {id: 'o2', source: 'sales', table: 'orders', key: '2', at: date('2024-02-10'),
    totalMinor: 500, currency: 'JPY'}),
  (o3:Interaction:Order {id: 'o3', source: 'sales', table: 'orders', key: '3', at: date('2024-02-10')}),
  (ann)-[:PLACED]->(o1), (ann)-[:PLACED]->(o2), (ann)-[:PLACED]->(o3), (o1)-[:ASSIGNED_TO]->(emma),
  (o1)-[:CONTAINS {id: 'l1', viaEnd: 'tea', quantity: 2.0, unitPriceMicros: 4500000, discount: 0.1}]->(tea),
  (o1)-[:CONTAINS {id: 'l2', viaEnd: 'rice', quantity: 1.5}]->(rice),
  (o1)-[:CONTAINS {row: 'o1', viaEnd: 'unknown'}]->(unknown),
  (d1:Interaction:Delivery {id: 'd1', source: 'wms', table: 'deliveries', key: 'D1', at: date('2024-01-15'),
    promisedAt: date('2024-01-18'), deliveredAt: date('2024-01-25')}),
  (d2:Interaction:Delivery {id: 'd2', source: 'wms', table: 'deliveries', key: 'D2', at: date('2024-02-20')}),
  (d1)-[:FULFILS]->(o1), (d2)-[:FULFILS]->(o2), (d2)-[:FULFILS]->(o3), (d1)-[:CARRIED_BY]->(carrier),
  (d1)-[:CONTAINS {id: 'dl1', viaEnd: 'tea', quantity: 2.0}]->(tea),
  (i1:Interaction:Invoice {id: 'i1', source: 'fin', table: 'invoices', key: 'I1', number: 'R-1',
    at: date('2024-01-16'),
    dueAt: date('2024-02-16'), totalMinor: 123456, currency: 'EUR'}),
  (i2:Interaction:Invoice {id: 'i2', source: 'fin', table: 'invoices', key: 'I2', at: date('2024-02-21'),
    totalMinor: 10000, currency: 'EUR'}),
  (o1)-[:BILLED_BY]->(i1), (i1)-[:ISSUED_TO]->(ann), (i2)-[:ISSUED_TO]->(ann),
  (p1:Interaction:Payment {id: 'p1', source: 'fin', table: 'payments', key: 'P1', at: date('2024-02-01'),
    totalMinor: 100000, currency: 'EUR', method: 'transfer'}),
  (p2:Interaction:Payment {id: 'p2', source: 'fin', table: 'payments', key: 'P2', at: date('2024-03-01'),
    totalMinor: 33456, currency: 'EUR'}),
  (p1)-[:SETTLES]->(i1), (p2)-[:SETTLES {amountMinor: 23456}]->(i1), (p2)-[:SETTLES {amountMinor: 10000}]->(i2),
  (c1:Interaction:Complaint {id: 'c1', source: 'crm', table: 'complaints', key: 'C1', at: date('2024-01-28'),
    subject: 'Crushed', severity: 'high', closedAt: date('2024-02-05'), outcome: 'refund',
    satisfaction: 4}),
  (ann)-[:RAISED]->(c1), (c1)-[:ABOUT]->(o1), (c1)-[:ABOUT]->(tea), (c1)-[:ASSIGNED_TO]->(emma),
  (b1:Interaction:PurchaseOrder {id: 'b1', source: 'srm', table: 'purchases', key: 'B1', at: date('2024-01-05'),
    promisedAt: date('2024-01-12'), totalMinor: 60000, currency: 'EUR'}),
  (b1)-[:PLACED_WITH]->(ann), (b1)-[:CONTAINS {id: 'bl1', viaEnd: 'tea', quantity: 20.0, received: 18.0,
    rejected: 2.0}]->(tea),
  (d3:Interaction:Delivery {id: 'd3', source: 'wms', table: 'receipts', key: 'E1', at: date('2024-01-12'),
    deliveredAt: date('2024-01-12')}),
  (d3)-[:FULFILS]->(b1),
  (n1:Interaction:Inspection {id: 'n1', source: 'wms', table: 'inspections', key: 'N1', at: date('2024-01-13'),
    result: 'passed', inspected: 20.0, rejected: 2.0}),
  (n1)-[:ABOUT]->(d3),
  (k1:Interaction:Contract {id: 'k1', source: 'crm', table: 'contracts', key: 'K1', title: 'Frame',
    at: date('2023-12-01'),
    startsAt: date('2024-01-01'), endsAt: date('2024-12-31'), totalMinor: 1000000, currency: 'KWD'}),
  (ann)-[:SIGNED]->(k1),
  (r1:Interaction:Review {id: 'r1', source: 'crm', table: 'reviews', key: 'R1', at: date('2024-02-02'),
    topic: 'service',
    score: 4.5}),
  (ann)-[:WROTE]->(r1), (r1)-[:ABOUT]->(emma),
  (t1:Interaction:Training {id: 't1', source: 'hr', table: 'trainings', key: 'T1', at: date('2023-06-01'),
    title: 'Selling',
    hours: 8.0, result: 'passed'}),
  (emma)-[:ATTENDED]->(t1)
"""


def index(ask: Ask) -> None:
    """Give parties and things the values for indexes that the loader would, as if each record said what they are."""
    rows = ask(
        "MATCH (n:Party|Thing) RETURN elementId(n), labels(n), properties(n),"
        " COLLECT { MATCH (r:Record)-[:DESCRIBES]->(n) RETURN properties(r) }"
    )
    found = []
    for element, labels, values, records in rows:
        category = Category.PARTY if "Party" in labels else Category.THING  # type: ignore[operator]
        standing = [] if {"Placeholder", "Ended"} & set(labels) else [{**values, **r} for r in records]  # type: ignore
        marks = [{"kind": role} for role in ROLES if role in labels] + [{"nature": n} for n in NATURES if n in labels]  # type: ignore[operator]
        standing += [{**standing[0], **mark} for mark in marks if standing]
        found.append({"id": element, "values": index_values(category, values, standing)})  # type: ignore[arg-type]
    ask("UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row.id SET n += row.values", rows=found)
