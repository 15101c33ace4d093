"""How a field is told from an item, where it is not the value of that name."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.api.items import Item, Keys, Page, Seen, by_day, by_end, by_name, by_start, by_start_day, once

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


def paid(seen: Seen) -> int | None:
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
    settled = paid(seen)
    minor = _rest(seen) if still else settled
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
        return min(ends(seen.item, direction, edge, label), key=lambda item: item.values["id"], default=None)

    return rule


def _list(direction: str, edge: str, label: str) -> Rule:
    """What is referred to: parties and things by name, interactions by day where they have one."""

    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        found = list(ends(seen.item, direction, edge, label))
        if label in {"Employee", "Party", "Product", "Category"}:
            return sorted(found, key=by_name.of)
        return sorted(found, key=lambda i: (i.values.get("at", date.max), i.values["id"]))

    return rule


def _past(direction: str, edge: str, label: str) -> Rule:
    return lambda seen, _: sorted(seen.past(ends(seen.item, direction, edge, label)), key=by_day.of)


def _events(direction: str, edge: str, label: str) -> Rule:
    return lambda seen, arguments: happened(seen, ends(seen.item, direction, edge, label), arguments)


def happened(seen: Seen, items: Iterable[Item], arguments: dict[str, Any]) -> Page:
    """A page of what happened, narrowed by the arguments that were given."""
    first, last = (arguments.get(name) for name in ("from", "to"))
    rows = seen.past(items)
    rows = [row for row in rows if not first or row.values["at"] >= date.fromisoformat(first)]
    rows = [row for row in rows if not last or row.values["at"] <= date.fromisoformat(last)]
    for name, told in _STATES.items():
        if arguments.get(name) is not None:
            rows = [row for row in rows if told(Seen(row, seen.day)) == arguments[name]]
    return Page(rows, by_day)


def _parties(direction: str, edge: str, label: str) -> Rule:
    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        return Page([i for i in _held(seen, direction, edge, label) if not _GONE & i.labels], by_name)

    return rule


def _served(seen: Seen, _: dict[str, Any]) -> Any:
    return sorted(_held(seen, "<", "SERVES", "Employee"), key=by_name.of)


def _manager(seen: Seen, _: dict[str, Any]) -> Any:
    return min(_held(seen, ">", "REPORTS_TO", "Party"), key=lambda item: item.values["id"], default=None)


def _partners(seen: Seen, _: dict[str, Any]) -> Any:
    both = (*_held(seen, ">", "PARTNER_OF", "Party"), *_held(seen, "<", "PARTNER_OF", "Party"))
    return Page([i for i in once(both) if i is not seen.item and not _GONE & i.labels], by_name)


def _held(seen: Seen, direction: str, edge: str, label: str) -> list[Item]:
    """Whom edges that hold on the day lead to."""
    edges = seen.item.outgoing[edge] if direction == ">" else seen.item.incoming[edge]
    found = once(e.end if direction == ">" else e.start for e in edges if holds(e, seen.day))
    return [item for item in found if label in item.labels]


def _held_edges(direction: str, edge: str, label: str) -> Rule:
    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        edges = seen.item.outgoing[edge] if direction == ">" else seen.item.incoming[edge]
        ended = [(e, e.end if direction == ">" else e.start) for e in edges if holds(e, seen.day)]
        found = [e for e, other in ended if other and label in other.labels]
        return Page(found, by_end if direction == ">" else by_start)

    return rule


def holds(edge: Item, day: date) -> bool:
    """Whether an edge holds on a day."""
    return edge.values.get("validFrom", date.min) <= day <= edge.values.get("validTo", date.max)


def ends(item: Item, direction: str, edge: str, label: str) -> Iterator[Item]:
    found = item.out(edge) if direction == ">" else item.into(edge)
    return (end for end in found if label in end.labels)


def _deliveries(edge: str, direction: str, label: str) -> Rule:
    def rule(seen: Seen, arguments: dict[str, Any]) -> Any:
        orders = ends(seen.item, direction, edge, label)
        return happened(seen, once(d for o in orders for d in ends(o, "<", "FULFILS", "Delivery")), arguments)

    return rule


def _lines_of(label: str) -> Rule:
    def rule(seen: Seen, arguments: dict[str, Any]) -> Any:
        lines = [line for line in seen.item.incoming["CONTAINS"] if line.start and label in line.start.labels]
        orders = {id(order) for order in happened(seen, once(line.start for line in lines), arguments).items}
        return Page([line for line in lines if id(line.start) in orders], by_start_day)

    return rule


def _line_of(label: str) -> Rule:
    return lambda seen, _: seen.item.start if seen.item.start and label in seen.item.start.labels else None


def _about(label: str) -> Rule:
    """What something is about: goods are products and materials, and what came later is hidden."""

    def rule(seen: Seen, _: dict[str, Any]) -> Any:
        labels = {"Product", "Material"} if label == "Product" else {label}
        found = [item for item in seen.item.out("ABOUT") if labels & item.labels]
        if label in {"Product", "Party"}:
            return sorted(found, key=by_name.of)
        return sorted(seen.past(found), key=by_day.of)

    return rule


def _is_open(seen: Seen) -> bool:
    """Of an invoice: something is left to pay or pay back, or nobody knows."""
    rest = _rest(seen)
    return rest is None or rest != 0


def _is_overdue(seen: Seen) -> bool:
    rest, due = _rest(seen), seen.item.values.get("dueAt")
    return due is not None and due < seen.day and (rest is None or rest > 0)


def _rest(seen: Seen) -> int | None:
    settled, total = paid(seen), seen.item.values.get("totalMinor")
    return None if settled is None or total is None else total - settled


def _still_open(seen: Seen) -> bool:
    """Of an invoice, or a complaint."""
    if "Complaint" in seen.item.labels:
        closed = seen.item.values.get("closedAt")
        return closed is None or closed > seen.day
    return _is_open(seen)


def _running(seen: Seen) -> bool:
    start = seen.item.values.get("startsAt", seen.item.values.get("at"))
    last = seen.item.values.get("endsAt")
    return start is not None and start <= seen.day and (last is None or last >= seen.day)


_GONE = {"Placeholder", "Ended"}
_STATES: dict[str, Callable[[Seen], bool]] = {
    "open": _still_open,
    "overdue": _is_overdue,
    "running": _running,
    "underWay": lambda seen: _under_way(seen.item, seen.day),
}
"""Arguments that narrow a page, and how it is told whether they hold of a row."""


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
    ("*", "scores"): lambda *_: [],  # the graphs made here hold no runs
    ("*", "lines"): lambda seen, _: Page(seen.item.outgoing["CONTAINS"], by_end),
    ("Party", "roles"): lambda seen, _: [role.upper() for role in ROLES if role in seen.item.labels],
    ("Party", "nature"): lambda seen, _: next(
        (nature.upper() for nature in ("Person", "Organization") if nature in seen.item.labels), None
    ),
    ("Party", "customer"): _facet("Customer"),
    ("Party", "supplier"): _facet("Supplier"),
    ("Party", "employee"): _facet("Employee"),
    ("Record", "versions"): lambda *_: Page([], Keys(lambda _: (), ("text",))),  # none was written by a load
    ("Record", "modified"): lambda seen, _: seen.item.values.get("modified"),
    ("CustomerFacet", "orders"): _events(">", "PLACED", "Order"),
    ("CustomerFacet", "deliveries"): _deliveries("PLACED", ">", "Order"),
    ("CustomerFacet", "invoices"): _events("<", "ISSUED_TO", "Invoice"),
    ("CustomerFacet", "complaints"): _events(">", "RAISED", "Complaint"),
    ("CustomerFacet", "reviews"): _events(">", "WROTE", "Review"),
    ("*", "contracts"): _events(">", "SIGNED", "Contract"),
    ("*", "servedBy"): _served,
    ("SupplierFacet", "supplies"): _held_edges(">", "SUPPLIES", "Thing"),
    ("SupplierFacet", "reviews"): _events("<", "ABOUT", "Review"),
    ("SupplierFacet", "purchaseOrders"): _events("<", "PLACED_WITH", "PurchaseOrder"),
    ("SupplierFacet", "deliveries"): _deliveries("PLACED_WITH", "<", "PurchaseOrder"),
    ("SupplierFacet", "invoices"): _events("<", "ISSUED_BY", "Invoice"),
    ("EmployeeFacet", "manager"): _manager,
    ("EmployeeFacet", "team"): _parties("<", "REPORTS_TO", "Employee"),
    ("EmployeeFacet", "serves"): _parties(">", "SERVES", "Party"),
    ("EmployeeFacet", "orders"): _events("<", "ASSIGNED_TO", "Order"),
    ("EmployeeFacet", "complaints"): _events("<", "ASSIGNED_TO", "Complaint"),
    ("EmployeeFacet", "trainings"): _events(">", "ATTENDED", "Training"),
    ("EmployeeFacet", "reviews"): _events("<", "ABOUT", "Review"),
    ("Product", "kind"): lambda seen, _: next((k for k in ("Product", "Material") if k in seen.item.labels), None),
    ("Product", "categories"): _list(">", "IN_CATEGORY", "Category"),
    ("Product", "suppliers"): _held_edges("<", "SUPPLIES", "Party"),
    ("Product", "components"): _held_edges("<", "COMPONENT_OF", "Thing"),
    ("Product", "componentOf"): _held_edges(">", "COMPONENT_OF", "Thing"),
    ("Product", "storedIn"): _held_edges(">", "STORED_IN", "Warehouse"),
    ("Product", "orderLines"): _lines_of("Order"),
    ("Product", "purchaseLines"): _lines_of("PurchaseOrder"),
    ("*", "ended"): lambda seen, _: "Ended" in seen.item.labels,
    ("*", "tags"): lambda seen, _: seen.item.values.get("tags", []),
    ("*", "about"): _about("Party"),
    ("*", "atTime"): lambda seen, _: seen.item.values.get("atTime"),
    ("Party", "partner"): _facet("Partner"),
    ("Party", "investor"): _facet("Investor"),
    ("Party", "owns"): _held_edges(">", "OWNS", "Party"),
    ("Party", "ownedBy"): _held_edges("<", "OWNS", "Party"),
    ("Party", "partners"): _partners,
    ("Party", "contacts"): _events(">", "TOOK_PART", "Contact"),
    ("EmployeeFacet", "purchaseOrders"): _events("<", "ASSIGNED_TO", "PurchaseOrder"),
    ("PartnerFacet", "deliveries"): _events("<", "CARRIED_BY", "Delivery"),
    ("InvestorFacet", "holdings"): _held_edges(">", "OWNS", "Party"),
    ("Holding", "owner"): lambda seen, _: seen.item.start,
    ("Holding", "held"): lambda seen, _: seen.item.end,
    ("Holding", "value"): _money("valueMinor"),
    ("Component", "component"): lambda seen, _: seen.item.start,
    ("Component", "assembly"): lambda seen, _: seen.item.end,
    ("Storage", "product"): lambda seen, _: seen.item.start,
    ("Storage", "warehouse"): lambda seen, _: seen.item.end,
    ("Contact", "parties"): _list("<", "TOOK_PART", "Party"),
    ("Contact", "orders"): _about("Order"),
    ("Inspection", "assignedTo"): _one(">", "ASSIGNED_TO", "Party"),
    ("Inspection", "deliveries"): _about("Delivery"),
    ("Inspection", "products"): _about("Product"),
    ("Review", "products"): _about("Product"),
    ("Contract", "products"): _about("Product"),
    ("Contract", "running"): lambda seen, _: _running(seen),
    ("Training", "attendedBy"): _list("<", "ATTENDED", "Party"),
    ("Payment", "paidBy"): _one(">", "PAID_BY", "Party"),
    ("Payment", "paidTo"): _one(">", "PAID_TO", "Party"),
    ("Payment", "invoices"): _past(">", "SETTLES", "Invoice"),
    ("Line", "order"): _line_of("Order"),
    ("Line", "purchaseOrder"): _line_of("PurchaseOrder"),
    ("Supply", "supplier"): lambda seen, _: seen.item.start,
    ("Supply", "product"): lambda seen, _: seen.item.end,
    ("Line", "product"): lambda seen, _: seen.item.end,
    ("Order", "shippedAt"): _by("shippedAt"),
    ("Order", "customer"): _one("<", "PLACED", "Party"),
    ("Order", "assignedTo"): _one(">", "ASSIGNED_TO", "Party"),
    ("Order", "deliveries"): _past("<", "FULFILS", "Delivery"),
    ("Order", "invoices"): _past(">", "BILLED_BY", "Invoice"),
    ("Order", "complaints"): _past("<", "ABOUT", "Complaint"),
    ("PurchaseOrder", "assignedTo"): _one(">", "ASSIGNED_TO", "Party"),
    ("PurchaseOrder", "supplier"): _one(">", "PLACED_WITH", "Party"),
    ("PurchaseOrder", "deliveries"): _past("<", "FULFILS", "Delivery"),
    ("PurchaseOrder", "invoices"): _past(">", "BILLED_BY", "Invoice"),
    ("Delivery", "deliveredAt"): _by("deliveredAt"),
    ("Delivery", "underWay"): lambda seen, _: _under_way(seen.item, seen.day),
    ("Delivery", "order"): _one(">", "FULFILS", "Order"),
    ("Delivery", "purchaseOrder"): _one(">", "FULFILS", "PurchaseOrder"),
    ("Delivery", "carriedBy"): _one(">", "CARRIED_BY", "Party"),
    ("Delivery", "dispatchedFrom"): _one(">", "DISPATCHED_FROM", "Warehouse"),
    ("Delivery", "inspections"): _past("<", "ABOUT", "Inspection"),
    ("Invoice", "paid"): lambda seen, _: _invoice_amount(seen, still=False),
    ("Invoice", "open"): lambda seen, _: _invoice_amount(seen, still=True),
    ("Invoice", "overdue"): lambda seen, _: _is_overdue(seen),
    ("Invoice", "orders"): _past("<", "BILLED_BY", "Order"),
    ("Invoice", "purchaseOrders"): _past("<", "BILLED_BY", "PurchaseOrder"),
    ("Invoice", "customer"): _one(">", "ISSUED_TO", "Party"),
    ("Invoice", "supplier"): _one(">", "ISSUED_BY", "Party"),
    ("Invoice", "payments"): _past("<", "SETTLES", "Payment"),
    ("Complaint", "closedAt"): _by("closedAt"),
    ("Complaint", "outcome"): _once_closed("outcome"),
    ("Complaint", "satisfaction"): _once_closed("satisfaction"),
    ("Complaint", "raisedBy"): _one("<", "RAISED", "Party"),
    ("Complaint", "assignedTo"): _one(">", "ASSIGNED_TO", "Party"),
    ("Complaint", "orders"): _about("Order"),
    ("Complaint", "deliveries"): _about("Delivery"),
    ("Complaint", "products"): _about("Product"),
    ("Contract", "signedBy"): _list("<", "SIGNED", "Party"),
    ("Review", "writtenBy"): _one("<", "WROTE", "Party"),
}
