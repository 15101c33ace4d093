"""Northwind's rows as they are, typed: the real half of the demo.

The files under `northwind/` came through a single-precision column (`32.3800011`, `0.0500000007`), so amounts and
discounts are read back to the two places they had.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files

from app.demo.money import cents


@dataclass(frozen=True, slots=True)
class Company:
    """A company with its address: a customer, a supplier, or one that the demo makes up."""

    id: str
    name: str
    contact: str
    contact_title: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    fax: str = ""
    homepage: str = ""


@dataclass(frozen=True, slots=True)
class Employee:
    """One of Northwind's nine employees; `reports_to` is empty for the head of the house."""

    id: str
    last_name: str
    first_name: str
    title: str
    courtesy: str
    born: date
    hired: date
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    extension: str
    reports_to: str


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its list price and stock."""

    id: str
    name: str
    supplier: str
    category: str
    unit: str
    price: Decimal
    stock: int
    on_order: int
    reorder_level: int
    discontinued: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order: what, how many, at which price, less which discount (a fraction)."""

    product: str
    price: Decimal
    quantity: int
    discount: Decimal

    @property
    def amount(self) -> Decimal:
        """The line's value, rounded half up to cents."""
        return cents(self.price * self.quantity * (1 - self.discount))


@dataclass(frozen=True, slots=True)
class ShipTo:
    """Where an order goes, as it was written on the order."""

    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order. `table` tells Northwind's own (`orders`) from those that the demo makes up (`direct_orders`)."""

    table: str
    id: str
    customer: str
    employee: str
    ordered: date
    required: date
    shipped: date | None
    carrier: str
    freight: Decimal
    ship_to: ShipTo
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        """The value of its lines; the freight comes on top of it."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Northwind:
    """All of Northwind that the demo uses."""

    customers: tuple[Company, ...]
    suppliers: tuple[Company, ...]
    employees: tuple[Employee, ...]
    territories: dict[str, tuple[str, ...]]
    categories: tuple[tuple[str, str, str], ...]
    products: tuple[Product, ...]
    shippers: tuple[tuple[str, str, str], ...]
    orders: tuple[Order, ...]


def load() -> Northwind:
    """Read the files that come with the package."""
    return Northwind(
        customers=tuple(_company(row, "customer_id") for row in _read("customers")),
        suppliers=tuple(_company(row, "supplier_id") for row in _read("suppliers")),
        employees=tuple(_employee(row) for row in _read("employees")),
        territories=_territories(),
        categories=tuple((row["category_id"], row["category_name"], row["description"]) for row in _read("categories")),
        products=tuple(_product(row) for row in _read("products")),
        shippers=tuple((row["shipper_id"], row["company_name"], row["phone"]) for row in _read("shippers")),
        orders=_orders(),
    )


def _read(name: str) -> list[dict[str, str]]:
    text = files("app.demo").joinpath("northwind", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _company(row: dict[str, str], key: str) -> Company:
    return Company(
        id=row[key],
        name=row["company_name"],
        contact=row["contact_name"],
        contact_title=row["contact_title"],
        street=row["address"],
        city=row["city"],
        region=row["region"],
        postal_code=row["postal_code"],
        country=row["country"],
        phone=row["phone"],
        fax=row["fax"],
        homepage=row.get("homepage", ""),
    )


def _employee(row: dict[str, str]) -> Employee:
    return Employee(
        id=row["employee_id"],
        last_name=row["last_name"],
        first_name=row["first_name"],
        title=row["title"],
        courtesy=row["title_of_courtesy"],
        born=date.fromisoformat(row["birth_date"]),
        hired=date.fromisoformat(row["hire_date"]),
        street=row["address"],
        city=row["city"],
        region=row["region"],
        postal_code=row["postal_code"],
        country=row["country"],
        phone=row["home_phone"],
        extension=row["extension"],
        reports_to=row["reports_to"],
    )


def _product(row: dict[str, str]) -> Product:
    return Product(
        id=row["product_id"],
        name=row["product_name"],
        supplier=row["supplier_id"],
        category=row["category_id"],
        unit=row["quantity_per_unit"],
        price=cents(Decimal(row["unit_price"])),
        stock=int(row["units_in_stock"]),
        on_order=int(row["units_on_order"]),
        reorder_level=int(row["reorder_level"]),
        discontinued=row["discontinued"] == "1",
    )


def _territories() -> dict[str, tuple[str, ...]]:
    names = {row["territory_id"]: row["territory_description"].strip() for row in _read("territories")}
    held: dict[str, list[str]] = {}
    for row in _read("employee_territories"):
        held.setdefault(row["employee_id"], []).append(names[row["territory_id"]])
    return {employee: tuple(dict.fromkeys(places)) for employee, places in held.items()}


def _orders() -> tuple[Order, ...]:
    lines: dict[str, list[Line]] = {}
    for row in _read("order_details"):
        price, discount = Decimal(row["unit_price"]), Decimal(row["discount"])
        line = Line(row["product_id"], cents(price), int(row["quantity"]), cents(discount))
        lines.setdefault(row["order_id"], []).append(line)
    return tuple(_order(row, tuple(lines[row["order_id"]])) for row in _read("orders"))


def _order(row: dict[str, str], lines: tuple[Line, ...]) -> Order:
    ship_to = ShipTo(*(row[f"ship_{part}"] for part in ("name", "address", "city", "region", "postal_code", "country")))
    return Order(
        table="orders",
        id=row["order_id"],
        customer=row["customer_id"],
        employee=row["employee_id"],
        ordered=date.fromisoformat(row["order_date"]),
        required=date.fromisoformat(row["required_date"]),
        shipped=date.fromisoformat(row["shipped_date"]) if row["shipped_date"] else None,
        carrier=row["ship_via"],
        freight=cents(Decimal(row["freight"])),
        ship_to=ship_to,
        lines=lines,
    )
