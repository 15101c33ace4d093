"""Who serves a customer: whoever has taken most of its orders; among equals, whoever took the latest."""

from collections.abc import Iterable

from app.demo.rows import Order


def who_serves(orders: Iterable[Order]) -> dict[str, str]:
    """Return the employee that serves each customer; one who has never ordered is served by nobody."""
    taken: dict[str, dict[str, list[Order]]] = {}
    for order in orders:
        taken.setdefault(order.customer, {}).setdefault(order.employee, []).append(order)
    return {customer: _most(by_employee) for customer, by_employee in sorted(taken.items())}


def _most(taken: dict[str, list[Order]]) -> str:
    def weight(employee: str) -> tuple[int, str, str]:
        mine = taken[employee]
        latest = max(mine, key=lambda order: (order.ordered, order.id))
        return len(mine), latest.ordered.isoformat(), latest.id

    return max(sorted(taken), key=weight)
