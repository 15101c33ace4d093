"""How figures are told from items: each said again in Python, from its definition in docs/figures.md."""

import itertools
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from tests.api.items import Item, Page, Seen, by_count, by_customer, once
from tests.api.rules import RULES, Rule, amount, ends, happened, holds, paid

Row = dict[str, Any]


def figure(data: Iterable[Any], needed: int, value: Callable[[list[Any]], float | None]) -> Row:
    """A figure over data, worked out where there are as many as needed."""
    known = list(data)
    return numbered(value(known) if len(known) >= needed else None, len(known), needed)


def numbered(value: float | None, observations: int, needed: int) -> Row:
    return {"value": value, "observations": observations, "needed": needed, "insufficient": value is None}


def mean(data: Iterable[Any]) -> Row:
    return figure((one for one in data if one is not None), 3, statistics.fmean)


def _orders(seen: Seen) -> list[Item]:
    return seen.past(ends(seen.item, ">", "PLACED", "Order"))


def _lines(orders: Iterable[Item]) -> list[Item]:
    return [line for order in orders for line in order.outgoing["CONTAINS"]]


def _round(number: float) -> int:
    return math.floor(number + 0.5)


def _by_currency(orders: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    groups = defaultdict(list)
    for order in orders:
        if order.values.get("currency") is not None and order.values.get("totalMinor") is not None:
            groups[order.values["currency"]].append(order)
    yield from sorted(groups.items())


def _habits(seen: Seen, _: Row) -> Row:
    orders = _orders(seen)
    days = sorted({order.values["at"] for order in orders})
    intervals = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    span = sum(intervals)
    return {
        "orders": len(orders),
        "firstOrderAt": min(days, default=None),
        "lastOrderAt": max(days, default=None),
        "recencyDays": numbered((seen.day - days[-1]).days if days else None, len(orders), 1),
        "frequency": figure(days, 3, lambda _: 30 * (len(orders) - 1) / span),
        "meanInterval": figure(intervals, 2, statistics.fmean),
        "medianInterval": figure(intervals, 2, statistics.median),
        "spending": [_spending(currency, found) for currency, found in _by_currency(orders)],
    }


def _spending(currency: str, orders: list[Item]) -> Row:
    totals = [order.values["totalMinor"] for order in orders]
    return {
        "currency": currency,
        "orders": len(totals),
        "total": amount(sum(totals), currency),
        "average": amount(_round(sum(totals) / len(totals)), currency),
        "median": amount(_round(statistics.median(totals)), currency),
    }


def _trend(seen: Seen, arguments: Row) -> Row:
    days = arguments["days"]
    orders = _orders(seen)
    began = min((order.values["at"] for order in orders), default=date.max)
    covered = days > 0 and seen.day.toordinal() - began.toordinal() >= 2 * days - 1
    recent = [o for o in orders if (seen.day - o.values["at"]).days < days]
    before = [o for o in orders if days <= (seen.day - o.values["at"]).days < 2 * days]
    count = len(recent) + len(before)
    growth = _growth(len(recent), len(before)) if covered and count >= 5 else None
    spending = []
    for currency, found in _by_currency([*recent, *before]):
        new, old = (sum(o.values["totalMinor"] for o in part if o in found) for part in (recent, before))
        told = covered and len(found) >= 5 and min(new, old) >= 0
        change = numbered(_growth(new, old) if told else None, len(found), 5)
        spending.append(
            {"currency": currency, "recent": amount(new, currency), "before": amount(old, currency), "change": change}
        )
    orders_figure = numbered(growth, count, 5)
    return {
        "days": days,
        "recentOrders": len(recent),
        "beforeOrders": len(before),
        "orders": orders_figure,
        "spending": spending,
    }


def _growth(new: int, old: int) -> float | None:
    return 2 * (new - old) / (new + old) if new + old else None


def _preferences(seen: Seen, of: Callable[[Item], Iterable[Item]], name: str) -> list[Row]:
    """Rows of what a customer orders: `of` tells from a product what is counted."""
    orders = _orders(seen)
    lines = _lines(orders)
    everyone = _lines(o for o in _world(seen.item) if "Order" in o.labels and o.values.get("at", seen.day) <= seen.day)
    own, all_ = (Counter(id(one) for line in part for one in of(_end(line))) for part in (lines, everyone))
    rows = []
    for one in once(one for line in lines for one in of(_end(line))):
        share = own[id(one)] / len(lines)
        lift = share / (all_[id(one)] / len(everyone)) if len(lines) >= 10 else None
        bought = [line.values.get("quantity", 0) for line in lines if one in of(_end(line))]
        rows.append(
            {
                name: Seen(one, seen.day),
                "lines": own[id(one)],
                "quantity": sum(bought),
                "share": share,
                "lift": numbered(lift, len(lines), 10),
            }
        )
    return rows


def _end(edge: Item) -> Item:
    assert edge.end
    return edge.end


def _world(item: Item) -> list[Item]:
    """Everything that can be walked to, which in these graphs is all orders with lines."""
    found = {id(item): item}
    ahead = [item]
    while ahead:
        one = ahead.pop()
        edges = [e for part in (one.outgoing, one.incoming) for found_ in part.values() for e in found_]
        for other in (o for e in edges for o in (e.start, e.end) if o and id(o) not in found):
            found[id(other)] = other
            ahead.append(other)
    return list(found.values())


def _complaints(direction: str, edge: str) -> Rule:
    def rule(seen: Seen, _: Row) -> Row:
        raised = seen.past(ends(seen.item, direction, edge, "Complaint"))
        closed = _closed(seen, raised)
        days = [(c.values["closedAt"] - c.values["at"]).days for c in closed]
        outcomes = Counter(c.values.get("outcome") for c in closed)
        return {
            "open": len(raised) - len(closed),
            "closed": len(closed),
            "daysToClose": figure(days, 3, statistics.median),
            "handling": mean(c.values.get("satisfaction") for c in closed),
            "outcomes": [
                {"outcome": name, "complaints": count}
                for name, count in sorted(outcomes.items(), key=lambda o: (-o[1], o[0] is None, o[0] or ""))
            ],
        }

    return rule


def _closed(seen: Seen, complaints: Iterable[Item]) -> list[Item]:
    return [c for c in complaints if c.values.get("closedAt") and c.values["closedAt"] <= seen.day]


def _reviews(seen: Seen, wanted: Callable[[Item], bool] = lambda _: True) -> Row:
    about = seen.past(ends(seen.item, "<", "ABOUT", "Review"))
    return mean(review.values.get("score") for review in about if wanted(review))


def _written(seen: Seen, wanted: Callable[[Item], bool] = lambda _: True) -> Row:
    wrote = seen.past(ends(seen.item, ">", "WROTE", "Review"))
    return mean(review.values.get("score") for review in wrote if wanted(review))


def _satisfaction(seen: Seen, _: Row) -> Row:
    closed = _closed(seen, seen.past(ends(seen.item, ">", "RAISED", "Complaint")))
    return {"reviews": _written(seen), "handling": mean(c.values.get("satisfaction") for c in closed)}


def _ageing(seen: Seen, edge: str) -> list[Row]:
    invoices = seen.past(ends(seen.item, "<", edge, "Invoice"))
    groups = defaultdict(list)
    for invoice in invoices:
        if invoice.values.get("currency") is not None:
            groups[invoice.values["currency"]].append(invoice)
    return [_aged(seen, currency, found) for currency, found in sorted(groups.items())]


_AGES = {"notDue": (0, 0), "upTo30": (1, 30), "upTo60": (31, 60), "upTo90": (61, 90), "over90": (91, math.inf)}


def _aged(seen: Seen, currency: str, invoices: list[Item]) -> Row:
    sums = dict.fromkeys(_AGES, 0)
    known = 0
    unknown = 0
    for invoice in invoices:
        settled, total = paid(Seen(invoice, seen.day)), invoice.values.get("totalMinor")
        if settled is None or total is None:
            unknown += 1
            continue
        known += total != settled
        late = max((seen.day - invoice.values.get("dueAt", seen.day)).days, 0)
        age = next(name for name, (least, most) in _AGES.items() if least <= late <= most)
        sums[age] += total - settled
    overdue = sum(sums.values()) - sums["notDue"]
    shown = {name: amount(minor, currency) for name, minor in sums.items()}
    return shown | {
        "currency": currency,
        "open": amount(sum(sums.values()), currency),
        "overdue": amount(overdue, currency),
        "invoices": known,
        "unknown": unknown,
        "minor": sum(sums.values()),
    }


def _balances(seen: Seen, _: Row) -> list[Row]:
    owed, owing = ({row["currency"]: row for row in _ageing(seen, edge)} for edge in ("ISSUED_TO", "ISSUED_BY"))
    rows = []
    for currency in sorted(owed | owing):
        receivable, payable = (side.get(currency) or _aged(seen, currency, []) for side in (owed, owing))
        net = amount(receivable["minor"] - payable["minor"], currency)
        rows.append({"currency": currency, "receivable": receivable, "payable": payable, "net": net})
    return rows


def _arrived(order: Item, product: Item, by: date) -> float:
    """How much of a product had come for a purchase order by a day; infinite where a delivery names no goods."""
    came = 0.0
    for delivery in ends(order, "<", "FULFILS", "Delivery"):
        if not (delivery.values.get("deliveredAt") and delivery.values["deliveredAt"] <= by):
            continue
        if not delivery.outgoing["CONTAINS"]:
            return math.inf
        parts = [part.values for part in delivery.outgoing["CONTAINS"] if part.end is product]
        came += sum(part.get("received", part.get("quantity", 0)) for part in parts)
    return came


def _purchases(seen: Seen, _: Row) -> Row:
    due = on_time = arrived = 0.0
    lines = 0
    for order in seen.past(ends(seen.item, "<", "PLACED_WITH", "PurchaseOrder")):
        promised = order.values.get("promisedAt")
        if not promised or promised > seen.day:
            continue
        ordered: dict[Item, list[float]] = defaultdict(list)
        for line in order.outgoing["CONTAINS"]:
            if line.values.get("quantity", 0) > 0:
                ordered[_end(line)].append(line.values["quantity"])
        for product, quantities in ordered.items():
            lines += len(quantities)
            due += sum(quantities)
            on_time += min(sum(quantities), _arrived(order, product, promised))
            arrived += min(sum(quantities), _arrived(order, product, seen.day))
    return _performance(due, on_time, arrived, lines)


def _carriage(seen: Seen, _: Row) -> Row:
    carried = seen.past(ends(seen.item, "<", "CARRIED_BY", "Delivery"))
    due = [d.values for d in carried if d.values.get("promisedAt") and d.values["promisedAt"] <= seen.day]
    arrived = [d for d in due if d.get("deliveredAt") and d["deliveredAt"] <= seen.day]
    on_time = [d for d in arrived if d["deliveredAt"] <= d["promisedAt"]]
    return _performance(len(due), len(on_time), len(arrived), len(due))


def _performance(due: float, on_time: float, arrived: float, observations: int) -> Row:
    rate = numbered(on_time / due if observations >= 5 else None, observations, 5)
    late, outstanding = arrived - on_time, due - arrived
    return {"onTimeRate": rate, "due": due, "onTime": on_time, "late": late, "outstanding": outstanding}


def _passed(rows: list[Row], of: str) -> float:
    return 1 - sum(row["rejected"] for row in rows) / sum(row[of] for row in rows)


def _quality(seen: Seen, _: Row) -> Row:
    found = [i.values for i in inspections(seen)]
    inspected = [v for v in found if v.get("inspected", 0) > 0 and v.get("rejected") is not None]
    orders = list(ends(seen.item, "<", "PLACED_WITH", "PurchaseOrder"))
    deliveries = once(d for o in orders for d in ends(o, "<", "FULFILS", "Delivery"))
    came = [d for d in deliveries if d.values.get("deliveredAt") and d.values["deliveredAt"] <= seen.day]
    lines = [line.values for d in came for line in d.outgoing["CONTAINS"]]
    received = [v for v in lines if v.get("received", 0) > 0 and v.get("rejected") is not None]
    return {
        "passRate": figure(inspected, 5, lambda rows: _passed(rows, "inspected")),
        "acceptanceRate": figure(received, 5, lambda rows: _passed(rows, "received")),
    }


def inspections(seen: Seen) -> list[Item]:
    """Inspections of a supplier, of its purchase orders, and of their deliveries."""
    orders = list(ends(seen.item, "<", "PLACED_WITH", "PurchaseOrder"))
    deliveries = [d for order in orders for d in order.into("FULFILS")]
    subjects = [seen.item, *orders, *deliveries]
    return seen.past(once(i for s in subjects for i in ends(s, "<", "ABOUT", "Inspection")))


def _volatility(seen: Seen, _: Row) -> Row:
    supplier, product = seen.item.start, seen.item.end
    assert supplier
    assert product
    prices: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for order in seen.past(ends(supplier, "<", "PLACED_WITH", "PurchaseOrder")):
        for line in order.outgoing["CONTAINS"]:
            price = line.values.get("unitPriceMicros", 0)
            currency = line.values.get("currency", order.values.get("currency"))
            if line.end is product and price > 0 and currency:
                prices[currency][order.values["at"]].append(price)
    changes = []
    for days in prices.values():
        means = [statistics.fmean(days[day]) for day in sorted(days)]
        changes += [math.log(later / earlier) for earlier, later in itertools.pairwise(means)]
    return figure(changes, 3, statistics.stdev)


def _buyers(seen: Seen, _: Row) -> Page:
    bought = [e for e in seen.item.incoming["CONTAINS"] if e.start and "Order" in e.start.labels]
    lines = [e for e in bought if e.start and seen.past([e.start])]
    customers = once(c for e in lines if e.start for c in ends(e.start, "<", "PLACED", "Customer"))
    rows = []
    for customer in customers:
        own = [e for e in lines if e.start and customer in e.start.into("PLACED")]
        orders = list(once(e.start for e in own))
        rows.append(
            {
                "customer": Seen(customer, seen.day),
                "orders": len(orders),
                "lines": len(own),
                "quantity": sum(e.values.get("quantity", 0) for e in own),
                "lastOrderAt": max(order.values["at"] for order in orders),
            }
        )
    return Page(rows, by_count("orders", "customer"))


def _shared(seen: Seen, _: Row) -> Page:
    tied, contracts, deliveries = set[int](), Counter[int](), Counter[int]()
    found = list[Item]()
    for edge in (*seen.item.outgoing["PARTNER_OF"], *seen.item.incoming["PARTNER_OF"]):
        if holds(edge, seen.day):
            other = edge.end if edge.start is seen.item else edge.start
            found += [other] if other else []
            tied.add(id(other))
    for contract in seen.past(ends(seen.item, ">", "SIGNED", "Contract")):
        signers = list(contract.into("SIGNED"))
        found += signers
        contracts.update(map(id, signers))
    for delivery in seen.past(ends(seen.item, "<", "CARRIED_BY", "Delivery")):
        orders = ends(delivery, ">", "FULFILS", "Order")
        buyers = list(once(c for o in orders for c in o.into("PLACED")))
        found += buyers
        deliveries.update(map(id, buyers))
    customers = [c for c in once(found) if "Customer" in c.labels and c is not seen.item]
    rows = [
        {
            "customer": Seen(c, seen.day),
            "partnerOf": id(c) in tied,
            "contracts": contracts[id(c)],
            "deliveries": deliveries[id(c)],
        }
        for c in customers
    ]
    return Page(rows, by_customer)


def _holding_totals(seen: Seen, _: Row) -> list[Row]:
    held: dict[str, list[int]] = defaultdict(list)
    for edge in seen.item.outgoing["OWNS"]:
        currency, minor = edge.values.get("currency"), edge.values.get("valueMinor")
        if holds(edge, seen.day) and currency is not None and minor is not None:
            held[currency].append(minor)
    return [
        {"currency": currency, "holdings": len(values), "value": amount(sum(values), currency)}
        for currency, values in sorted(held.items())
    ]


def _wrote_it(review: Item, label: str) -> bool:
    return any(label in writer.labels for writer in review.into("WROTE"))


def _outsider(review: Item) -> bool:
    return any("Employee" not in writer.labels for writer in review.into("WROTE"))


def _categories(product: Item) -> list[Item]:
    return list(ends(product, ">", "IN_CATEGORY", "Category"))


FIGURES: dict[tuple[str, str], Rule] = {
    ("CustomerFacet", "buyingHabits"): _habits,
    ("CustomerFacet", "trend"): _trend,
    ("CustomerFacet", "preferredProducts"): lambda seen, _: Page(
        _preferences(seen, lambda product: [product], "product"), by_count("lines", "product")
    ),
    ("CustomerFacet", "preferredCategories"): lambda seen, _: Page(
        _preferences(seen, _categories, "category"), by_count("lines", "category")
    ),
    ("CustomerFacet", "complaintSummary"): _complaints(">", "RAISED"),
    ("CustomerFacet", "satisfaction"): _satisfaction,
    ("CustomerFacet", "receivables"): lambda seen, _: _ageing(seen, "ISSUED_TO"),
    ("SupplierFacet", "inspections"): lambda seen, arguments: happened(seen, inspections(seen), arguments),
    ("SupplierFacet", "payables"): lambda seen, _: _ageing(seen, "ISSUED_BY"),
    ("SupplierFacet", "rating"): lambda seen, _: _reviews(seen),
    ("SupplierFacet", "deliveryPerformance"): _purchases,
    ("SupplierFacet", "quality"): _quality,
    ("EmployeeFacet", "cases"): _complaints("<", "ASSIGNED_TO"),
    ("EmployeeFacet", "performance"): lambda seen, _: _reviews(seen, lambda review: _wrote_it(review, "Employee")),
    ("EmployeeFacet", "regard"): lambda seen, _: _reviews(seen, _outsider),
    ("EmployeeFacet", "satisfaction"): lambda seen, _: _written(seen, lambda review: not review.outgoing["ABOUT"]),
    ("PartnerFacet", "deliveryPerformance"): _carriage,
    ("PartnerFacet", "sharedCustomers"): _shared,
    ("InvestorFacet", "holdingTotals"): _holding_totals,
    ("Party", "balances"): _balances,
    ("Supply", "priceVolatility"): _volatility,
    ("Product", "buyers"): _buyers,
}

ALL_RULES = RULES | FIGURES
"""How every field is told that is not the value of its name."""
