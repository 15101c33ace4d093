"""The sales system's export: a SQLite database with American dates; its direct orders stand in tables of their own."""

from collections.abc import Iterable, Iterator
from typing import Final

from app.demo.rows import Order
from app.demo.tables import Cell, Table, as_database, generated, real
from app.demo.world import World

_DATES: Final = "%m/%d/%Y"
_ORDER: Final = (
    "employee_id,order_date,required_date,shipped_date,ship_via,freight,order_total,"
    "ship_name,ship_address,ship_city,ship_region,ship_postal_code,ship_country"
)
_LINE: Final = "order_id,product_id,unit_price,quantity,discount"


def files(world: World) -> dict[str, bytes]:
    """Return the sales system's files by name."""
    return {"sales.db": as_database(list(_tables(world)), _DATES)}


def _tables(world: World) -> Iterator[Table]:
    placed = world.northwind.orders
    yield real("orders", f"order_id,customer_id,{_ORDER}", _orders(placed))
    yield real("order_lines", _LINE, _lines(placed))
    yield generated("direct_orders", f"order_id,account_no,{_ORDER}", _orders(world.sales.direct))
    yield generated("direct_order_lines", _LINE, _lines(world.sales.direct))


def _orders(orders: Iterable[Order]) -> Iterator[tuple[Cell, ...]]:
    for order in orders:
        to = order.ship_to
        yield (
            order.id,
            order.customer,
            order.employee,
            order.ordered,
            order.required,
            order.shipped,
            order.carrier,
            order.freight,
            order.amount,
            to.name,
            to.street,
            to.city,
            to.region,
            to.postal_code,
            to.country,
        )


def _lines(orders: Iterable[Order]) -> Iterator[tuple[Cell, ...]]:
    for order in orders:
        for line in order.lines:
            yield order.id, line.product, line.price, line.quantity, line.discount
