"""The graph that is asked: customers × 20 orders × 5 lines × product × supplier, through Guanxi's own bulk load."""

import csv
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graph.keys import row_id

ORDERS = 20
LINES = 5
COUNTRIES = ("AT", "BE", "BR", "CA", "DE", "ES", "FR", "GB", "IT", "JP", "MX", "NL", "SE", "US")

MAPPING = """
source: bench
tables:
  - name: suppliers
    file: suppliers.csv
    node: Supplier
    key: id
    fields: {name: {column: name, required: true}, country: country}
  - name: products
    file: products.csv
    node: Product
    key: id
    fields: {name: {column: name, required: true}}
    edges:
      - {type: SUPPLIES, direction: in, to: {table: suppliers, key: supplier}}
  - name: customers
    file: customers.csv
    node: Customer
    key: id
    fields: {name: {column: name, required: true}, country: country}
  - name: orders
    file: orders.csv
    node: Order
    key: id
    fields:
      at: {column: day, required: true}
      currency: {value: EUR}
      total: {column: total}
    edges:
      - {type: PLACED, direction: in, to: {table: customers, key: customer}}
  - name: lines
    file: lines.csv
    edge: CONTAINS
    key: [order, product]
    from: {table: orders, key: order}
    to: {table: products, key: product}
    fields:
      quantity: {column: quantity, type: number}
      unitPrice: {column: price}
      currency: {value: EUR}
"""


def customer_id(number: int) -> str:
    """The id of a customer's record, by which the API finds the party."""
    return row_id("bench", "customers", f"C{number}")


def generate(folder: Path, customers: int, seed: int = 5) -> Path:
    """Write the mapping and its files; returns the mapping's path."""
    chance = random.Random(seed)
    products, suppliers = max(customers // 2, 2 * LINES), max(customers // 10, 3)
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "suppliers.csv",
        ["id", "name", "country"],
        ([f"S{n}", f"Supplier {n} and Sons", chance.choice(COUNTRIES)] for n in range(suppliers)),
    )
    _write(
        folder / "products.csv",
        ["id", "name", "supplier"],
        ([f"P{n}", f"Product number {n}", f"S{chance.randrange(suppliers)}"] for n in range(products)),
    )
    _write(
        folder / "customers.csv",
        ["id", "name", "country"],
        ([f"C{n}", f"Customer {n} Trading", chance.choice(COUNTRIES)] for n in range(customers)),
    )
    orders, lines = [], []
    for n in range(customers * ORDERS):
        total = 0
        for product in chance.sample(range(products), LINES):
            quantity, cents = chance.randint(1, 60), chance.randint(100, 99_999)
            total += quantity * cents
            lines.append([f"O{n}", f"P{product}", quantity, f"{cents // 100}.{cents % 100:02d}"])
        day = f"20{chance.randint(15, 25)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        orders.append([f"O{n}", day, f"{total // 100}.{total % 100:02d}", f"C{n // ORDERS}"])
    _write(folder / "orders.csv", ["id", "day", "total", "customer"], orders)
    _write(folder / "lines.csv", ["order", "product", "quantity", "price"], lines)
    mapping = folder / "bench.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    return mapping


def _write(path: Path, head: list[str], rows: Iterable[list[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows(rows)
