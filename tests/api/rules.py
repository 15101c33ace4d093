"""How a field is told from an item, where it is not the value of that name."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.api.items import Item, Page, Seen, by_day, by_end, by_name, by_start, once

ROLES = ("Customer", "Supplier", "Employee", "Partner", "Investor")
DECIMALS = {"JPY": 0, "KWD": 3}

Rule = Callable[[Seen, dict[str, Any]], Any]


def _money(name: str) -> Rule:
    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        return amount(seen.item.values.get(name), seen.item.values.get("currency"))

    return rule


def amount(minor: int | None, currency: str | None) -> Any:
    if minor is None:
        return None
    places = DECIMALS.get(currency or "", 2)
    text = f"{Decimal(minor) / 10**places:.{places}f}"
    return {"amount": text, "currency": currency}


def _price(seen: Seen, _: dict[str, Any]) -> Any:
    micros = seen.item.values.get("unitPriceMicros")
    if micros is None:
        return None
    item = seen.item
    currency = item.values.get("currency")
    if currency is None and item.start and item in item.start.outgoing["CONTAINS"]:
        currency = item.start.values.get("currency")
    least = DECIMALS.get(currency or "", 2)
    whole, decimals = f"{Decimal(micros) / 10**6:.6f}".split(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return {"amount": f"{whole}.{decimals}" if decimals else whole, "currency": currency}


def _paid(seen: Seen) -> int | None:
    invoice = seen.item
    total = 0
    for edge in invoice.incoming["SETTLES"]:
        payment = edge.start
        assert payment
        if not seen.past([payment]):
            continue
        own = invoice.values.get("currency")
        currencies = (edge.values.get("currency"), payment.values.get("currency"), own)
        currency = next((c for c in currencies if c is not None), None)
        if currency is not None and own is not None and currency != own:
            return None
        part = edge.values.get("amountMinor")
        if part is None and len(payment.outgoing["SETTLES"]) == 1:
            part = payment.values.get("totalMinor")
        if part is None:
            return None
        total += part
    return total


def _invoice_amount(seen: Seen, *, still: bool) -> Any:
    paid, total = _paid(seen), seen.item.values.get("totalMinor")
    minor = paid if not still else None if paid is None or total is None else total - paid
    return amount(minor, seen.item.values.get("currency"))


def _by(name: str) -> Rule:
    return lambda seen, _: value if (value := seen.item.values.get(name)) and value <= seen.day else None


def _once_closed(name: str) -> Rule:
    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        closed = seen.item.values.get("closedAt")
        return seen.item.values.get(name) if closed and closed <= seen.day else None

    return rule


def _one(direction: str, edge: str, label: str) -> Rule:
    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        return min(_ends(seen.item, direction, edge, label), key=lambda item: item.values["id"], default=None)

    return rule


def _list(direction: str, edge: str, label: str) -> Rule:
    """What is referred to: parties and things by name, interactions by day where they have one."""

    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        found = list(_ends(seen.item, direction, edge, label))
        if label in {"Employee", "Party", "Product", "Category"}:
            return sorted(found, key=by_name)
        return sorted(found, key=lambda i: (i.values.get("at", date.max), i.values["id"]))

    return rule


def _past(direction: str, edge: str, label: str) -> Rule:
    return lambda seen, _: sorted(seen.past(_ends(seen.item, direction, edge, label)), key=by_day)


def _events(direction: str, edge: str, label: str) -> Rule:
    return lambda seen, _: Page(seen.past(_ends(seen.item, direction, edge, label)), by_day)


def _parties(direction: str, edge: str, label: str) -> Rule:
    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        found = _ends(seen.item, direction, edge, label)
        return Page([item for item in found if label == "Employee" or "Placeholder" not in item.labels], by_name)

    return rule


def _ends(item: Item, direction: str, edge: str, label: str) -> Iterator[Item]:
    found = item.out(edge) if direction == ">" else item.into(edge)
    return (end for end in found if label in end.labels)


def _sent(seen: Seen, arguments: dict[str, Any]) -> Any:
    orders = _ends(seen.item, ">", "PLACED", "Order")
    rows = seen.past(once(d for o in orders for d in _ends(o, "<", "FULFILS", "Delivery")))
    wanted = arguments.get("underWay")
    return Page([row for row in rows if wanted is None or _under_way(row, seen.day) == wanted], by_day)


def _received(seen: Seen, _: dict[str, Any]) -> Any:
    orders = _ends(seen.item, "<", "PLACED_WITH", "PurchaseOrder")
    return Page(seen.past(once(d for o in orders for d in _ends(o, "<", "FULFILS", "Delivery"))), by_day)


def _under_way(delivery: Item, day: date) -> bool:
    arrived = delivery.values.get("deliveredAt")
    return arrived is None or arrived > day


def _records(seen: Seen, _: dict[str, Any]) -> Any:
    return sorted(seen.item.into("DESCRIBES"), key=lambda r: (r.values["source"], r.values["table"], r.values["key"]))


def _facet(label: str) -> Rule:
    return lambda seen, _: seen.item if label in seen.item.labels else None


RULES: dict[tuple[str, str], Rule] = {
    ("*", "generated"): lambda seen, _: seen.item.values.get("generated", False),
    ("*", "placeholder"): lambda seen, _: "Placeholder" in seen.item.labels,
    ("*", "asOf"): lambda seen, _: seen.day,
    ("*", "total"): _money("totalMinor"),
    ("*", "freight"): _money("freightMinor"),
    ("*", "unitPrice"): _price,
    ("*", "records"): _records,
    ("*", "lines"): lambda seen, _: Page(seen.item.outgoing["CONTAINS"], by_end),
    ("Party", "roles"): lambda seen, _: [role.upper() for role in ROLES if role in seen.item.labels],
    ("Party", "nature"): lambda seen, _: next(
        (nature.upper() for nature in ("Person", "Organization") if nature in seen.item.labels), None
    ),
    ("Party", "customer"): _facet("Customer"),
    ("Party", "supplier"): _facet("Supplier"),
    ("Party", "employee"): _facet("Employee"),
    ("Record", "modified"): lambda seen, _: seen.item.values.get("modified"),
    ("CustomerFacet", "orders"): _events(">", "PLACED", "Order"),
    ("CustomerFacet", "deliveries"): _sent,
    ("CustomerFacet", "invoices"): _events("<", "ISSUED_TO", "Invoice"),
    ("CustomerFacet", "complaints"): _events(">", "RAISED", "Complaint"),
    ("CustomerFacet", "reviews"): _events(">", "WROTE", "Review"),
    ("CustomerFacet", "contracts"): _events(">", "SIGNED", "Contract"),
    ("CustomerFacet", "servedBy"): _list("<", "SERVES", "Employee"),
    ("SupplierFacet", "supplies"): lambda seen, _: Page(seen.item.outgoing["SUPPLIES"], by_end),
    ("SupplierFacet", "purchaseOrders"): _events("<", "PLACED_WITH", "PurchaseOrder"),
    ("SupplierFacet", "deliveries"): _received,
    ("SupplierFacet", "invoices"): _events("<", "ISSUED_BY", "Invoice"),
    ("SupplierFacet", "contracts"): _events(">", "SIGNED", "Contract"),
    ("SupplierFacet", "servedBy"): _list("<", "SERVES", "Employee"),
    ("EmployeeFacet", "manager"): _one(">", "REPORTS_TO", "Party"),
    ("EmployeeFacet", "team"): _parties("<", "REPORTS_TO", "Employee"),
    ("EmployeeFacet", "serves"): _parties(">", "SERVES", "Party"),
    ("EmployeeFacet", "orders"): _events("<", "ASSIGNED_TO", "Order"),
    ("EmployeeFacet", "complaints"): _events("<", "ASSIGNED_TO", "Complaint"),
    ("EmployeeFacet", "trainings"): _events(">", "ATTENDED", "Training"),
    ("EmployeeFacet", "reviews"): _events("<", "ABOUT", "Review"),
    ("Product", "kind"): lambda seen, _: next((k for k in ("Product", "Material") if k in seen.item.labels), None),
    ("Product", "categories"): _list(">", "IN_CATEGORY", "Category"),
    ("Product", "suppliers"): lambda seen, _: Page(seen.item.incoming["SUPPLIES"], by_start),
    ("Supply", "supplier"): lambda seen, _: seen.item.start,
    ("Supply", "product"): lambda seen, _: seen.item.end,
    ("Line", "product"): lambda seen, _: seen.item.end,
    ("Order", "shippedAt"): _by("shippedAt"),
    ("Order", "customer"): _one("<", "PLACED", "Party"),
    ("Order", "assignedTo"): _one(">", "ASSIGNED_TO", "Party"),
    ("Order", "deliveries"): _past("<", "FULFILS", "Delivery"),
    ("Order", "invoices"): _past(">", "BILLED_BY", "Invoice"),
    ("Order", "complaints"): _past("<", "ABOUT", "Complaint"),
    ("PurchaseOrder", "supplier"): _one(">", "PLACED_WITH", "Party"),
    ("PurchaseOrder", "deliveries"): _past("<", "FULFILS", "Delivery"),
    ("PurchaseOrder", "invoices"): _past(">", "BILLED_BY", "Invoice"),
    ("Delivery", "deliveredAt"): _by("deliveredAt"),
    ("Delivery", "underWay"): lambda seen, _: _under_way(seen.item, seen.day),
    ("Delivery", "order"): _one(">", "FULFILS", "Order"),
    ("Delivery", "purchaseOrder"): _one(">", "FULFILS", "PurchaseOrder"),
    ("Delivery", "carriedBy"): _one(">", "CARRIED_BY", "Party"),
    ("Delivery", "inspections"): _past("<", "ABOUT", "Inspection"),
    ("Invoice", "paid"): lambda seen, _: _invoice_amount(seen, still=False),
    ("Invoice", "open"): lambda seen, _: _invoice_amount(seen, still=True),
    ("Invoice", "customer"): _one(">", "ISSUED_TO", "Party"),
    ("Invoice", "supplier"): _one(">", "ISSUED_BY", "Party"),
    ("Invoice", "payments"): _past("<", "SETTLES", "Payment"),
    ("Complaint", "closedAt"): _by("closedAt"),
    ("Complaint", "outcome"): _once_closed("outcome"),
    ("Complaint", "satisfaction"): _once_closed("satisfaction"),
    ("Complaint", "raisedBy"): _one("<", "RAISED", "Party"),
    ("Complaint", "assignedTo"): _one(">", "ASSIGNED_TO", "Party"),
    ("Complaint", "orders"): _list(">", "ABOUT", "Order"),
    ("Complaint", "products"): _list(">", "ABOUT", "Product"),
    ("Contract", "signedBy"): _list("<", "SIGNED", "Party"),
    ("Review", "writtenBy"): _one("<", "WROTE", "Party"),
}
