"""The warehouse system's export: tab-separated, with dates as eight digits."""

from collections.abc import Iterator
from typing import Final

from app.demo.money import CURRENCY
from app.demo.tables import Cell, Dialect, Table, as_csv, generated, real
from app.demo.world import World

_DIALECT: Final = Dialect(delimiter="\t", dates="%Y%m%d")
_WAREHOUSES: Final = (
    ("SEA", "Seattle Main", "1900 Alaskan Way", "Seattle", "USA"),
    ("LON", "London Docks", "14 Quayside Road", "London", "UK"),
    ("HAM", "Hamburg Freihafen", "Speicherkai 8", "Hamburg", "Germany"),
)


def files(world: World) -> dict[str, bytes]:
    """Return the warehouse system's files by name."""
    return {f"{table.name}.tsv": as_csv(table, _DIALECT) for table in _tables(world)}


def _tables(world: World) -> Iterator[Table]:
    yield real(
        "products",
        "product_id,product_name,category_id,main_supplier_id,quantity_per_unit,list_price,units_in_stock,"
        "units_on_order,reorder_level,discontinued",
        _products(world),
    )
    yield real("categories", "category_id,category_name,description", world.northwind.categories)
    yield real("carriers", "carrier_id,company_name,phone,email,tax_no", _carriers(world))
    yield generated("warehouses", "warehouse_id,name,street,city,country", _WAREHOUSES)
    yield generated("stock", "product_id,warehouse_id,quantity", _stock(world))
    yield generated(
        "deliveries",
        "delivery_no,sales_order,direct_order,carrier_id,warehouse_id,sent_on,promised_on,delivered_on",
        _deliveries(world),
    )
    yield generated(
        "carrier_contracts",
        "contract_id,carrier_id,title,signed_on,starts_on,ends_on,yearly_value,currency",
        _carriage(world),
    )
    yield generated("delivery_lines", "delivery_no,product_id,quantity", _delivery_lines(world))


def _products(world: World) -> Iterator[tuple[Cell, ...]]:
    for product in world.northwind.products:
        yield (
            product.id,
            product.name,
            product.category,
            product.supplier,
            product.unit,
            product.price,
            product.stock,
            product.on_order,
            product.reorder_level,
            int(product.discontinued),
        )


def _carriers(world: World) -> Iterator[tuple[Cell, ...]]:
    for party in world.parties.carriers:
        yield party.company.id, party.company.name, party.company.phone, party.email, party.tax_id


def _stock(world: World) -> Iterator[tuple[Cell, ...]]:
    """Share a product's stock between the three houses: a half, a third, and what is left."""
    for product in world.northwind.products:
        seattle, hamburg = product.stock // 2, product.stock // 3
        shares = (("SEA", seattle), ("LON", product.stock - seattle - hamburg), ("HAM", hamburg))
        for warehouse, quantity in shares:
            if quantity:
                yield product.id, warehouse, quantity


def _deliveries(world: World) -> Iterator[tuple[Cell, ...]]:
    for delivery in world.sales.deliveries:
        order = delivery.order
        yield (
            delivery.id,
            order.id if order.table == "orders" else "",
            order.id if order.table == "direct_orders" else "",
            order.carrier,
            delivery.warehouse,
            delivery.sent,
            order.required,
            delivery.delivered,
        )


def _delivery_lines(world: World) -> Iterator[tuple[Cell, ...]]:
    for delivery in world.sales.deliveries:
        for product, quantity in delivery.items:
            yield delivery.id, product, quantity


def _carriage(world: World) -> Iterator[tuple[Cell, ...]]:
    for contract in world.carriage:
        yield (
            contract.id,
            contract.party.rpartition(":")[2],
            contract.title,
            contract.signed,
            contract.starts,
            contract.ends,
            contract.value,
            CURRENCY,
        )
