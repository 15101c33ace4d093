"""A company of any size as CSV files with their mapping: parties that share words, and trade with some hubs in it.

Names are put together by chance from a few hundred words, so that some are common and some rare, and a thousandth of
the customers have one in another script. Goods are bought by a law of power: a few are in a large part of the orders.
"""

import csv
import random
from collections.abc import Iterable
from pathlib import Path

MAPPING = """
source: bench
tables:
  - name: employees
    file: employees.csv
    node: Employee
    key: id
    fields: {name: {column: name, required: true}, city: city, country: country}
    edges:
      - {type: REPORTS_TO, to: {table: employees, key: manager}}
  - name: suppliers
    file: suppliers.csv
    node: Supplier
    key: id
    fields: &party
      {name: {column: name, required: true}, city: city, country: country, email: email, phone: phone, level: level}
  - name: customers
    file: customers.csv
    node: Customer
    key: id
    fields: *party
    edges:
      - {type: SERVES, direction: in, to: {table: employees, key: rep}}
  - name: products
    file: products.csv
    node: Product
    key: id
    fields: {name: {column: name, required: true}, code: code}
  - name: supplies
    file: supplies.csv
    edge: SUPPLIES
    from: {table: suppliers, key: supplier}
    to: {table: products, key: product}
  - name: orders
    file: orders.csv
    node: Order
    key: id
    fields: {at: {column: day, required: true}}
    edges:
      - {type: PLACED, direction: in, to: {table: customers, key: customer}}
      - {type: CONTAINS, to: {table: products, key: first}}
      - {type: CONTAINS, to: {table: products, key: second}}
"""
_SYLLABLES = ("ba", "cor", "dal", "el", "fin", "gar", "hol", "ka", "lan", "mer", "nor", "ost", "pra", "quin", "ros")
_FORMS = ("AG", "GmbH", "Ltd", "SARL", "Inc", "Oy", "BV", "SpA")
_FIRST = ("José", "Anna", "Søren", "Zoë", "Karl", "Marta", "Ivo", "Lena", "Çelik", "Bo")
_LAST = ("Rodríguez", "Müller", "Schmidt", "Ødegård", "Nowak", "Smith", "Rossi", "Dupont", "Čapek", "Lindström")
_COUNTRIES = ("DE",) * 40 + ("FR",) * 20 + ("US",) * 20 + ("NO",) * 15 + ("CH",) * 4 + ("LI",)


def generate(folder: Path, parties: int) -> None:
    """Write the files of a company with `parties` parties, nine in ten of them customers with an order each."""
    dice = random.Random(20)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.yaml").write_text(MAPPING, encoding="utf-8")
    employees, suppliers = max(parties // 50, 1), max(parties * 8 // 100, 1)
    customers, products = parties - employees - suppliers, max(parties // 100, 1)
    _write(
        folder / "employees.csv",
        ["id", "name", "city", "country", "manager"],
        ([f"E{n}", _person(dice), _city(dice), _country(dice), f"E{n // 12}" if n else ""] for n in range(employees)),
    )
    head = ["id", "name", "city", "country", "email", "phone", "level"]
    _write(folder / "suppliers.csv", head, ([f"S{n}", *_party(dice, f"s{n}")] for n in range(suppliers)))
    rows = ([f"C{n}", *_party(dice, f"c{n}"), f"E{dice.randrange(employees)}"] for n in range(customers))
    _write(folder / "customers.csv", [*head, "rep"], rows)
    rows = ([f"P{n}", f"{_word(dice)} {_word(dice)}", f"{n % 97}-{n}"] for n in range(products))
    _write(folder / "products.csv", ["id", "name", "code"], rows)
    rows = (
        [f"S{s}", f"P{p}"] for s in range(suppliers) for p in dict.fromkeys((s % products, dice.randrange(products)))
    )
    _write(folder / "supplies.csv", ["supplier", "product"], rows)
    _write(
        folder / "orders.csv",
        ["id", "day", "customer", "first", "second"],
        (
            [f"O{n}", _day(dice), f"C{dice.randrange(customers)}", _popular(dice, products), _popular(dice, products)]
            for n in range(customers)
        ),
    )


def _write(path: Path, head: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows(rows)


def _party(dice: random.Random, key: str) -> list[str]:
    kind = dice.random()
    name = "华侨银行" if kind < 0.001 else _person(dice) if kind < 0.2 else _company(dice)
    phone = f"+49 30 {dice.randrange(10**7):07d}"
    return [name, _city(dice), _country(dice), f"{key}@example.org", phone, dice.choice("AABBBC")]


def _company(dice: random.Random) -> str:
    return f"{_word(dice)} {_word(dice)} {dice.choice(_FORMS)}"


def _person(dice: random.Random) -> str:
    return f"{dice.choice(_FIRST)} {_word(dice)} {dice.choice(_LAST)}"


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=3)).title()


def _city(dice: random.Random) -> str:
    return f"{dice.choice(_SYLLABLES)}{dice.choice(_SYLLABLES)}{dice.choice(('burg', 'stad', 'ville'))}".title()


def _country(dice: random.Random) -> str:
    return dice.choice(_COUNTRIES)


def _day(dice: random.Random) -> str:
    return f"20{dice.randrange(15, 25)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"


def _popular(dice: random.Random, products: int) -> str:
    return f"P{int(products * dice.random() ** 4)}"
