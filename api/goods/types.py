"""GraphQL types of goods."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.fields import ENDED, GENERATED, PLACEHOLDER, Connection, Money, described, events, page
from api.figures import Figure
from api.intelligence.kinds import scores

if TYPE_CHECKING:
    from api.intelligence.types import Score
    from api.party.types import Party, Record
    from api.trade.types import Line

_PARTIES = strawberry.lazy("api.party.types")
_TRADE = strawberry.lazy("api.trade.types")


@strawberry.type(description="A group of products.")
class Category:
    """A category."""

    id: strawberry.ID
    name: str | None
    description: str | None
    generated: bool = described(GENERATED)


@strawberry.type(description="Something bought or sold.")
class Product:
    """A product or material."""

    id: strawberry.ID
    name: str | None
    kind: str | None = described("`Product` or `Material`; null when it has ended.")
    code: str | None
    description: str | None
    unit: str | None = described("What one unit holds, such as `10 boxes x 30 bags`.")
    unit_price: Money | None
    stock: float | None = described("Units that lie in store, as the source says.")
    on_order: float | None = described("Units that are ordered and have not come, as the source says.")
    reorder_level: float | None = described("Units below which more is to be ordered.")
    discontinued: bool | None
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)
    ended: bool = described(ENDED)
    categories: list[Category]
    records: list[Annotated["Record", _PARTIES]]
    suppliers: Connection["Supply"] = page("Who supplies it, and at which price.")
    buyers: Connection["Buyer"] = page("Customers that ordered it; those with the most such orders first.")
    order_lines: Connection[Annotated["Line", _TRADE]] = events("Lines of customers' orders, the newest first.")
    purchase_lines: Connection[Annotated["Line", _TRADE]] = events("Lines of purchase orders, the newest first.")
    components: Connection["Component"] = page("What it is made of: its bill of materials, one level.")
    component_of: Connection["Component"] = page("What it is a part of.")
    scores: list[Annotated["Score", strawberry.lazy("api.intelligence.types")]] = scores()
    stored_in: Connection["Storage"] = page("Where it lies.")


@strawberry.type(description="What a supplier offers.")
class Supply:
    """The edge from a supplier to a product."""

    supplier: Annotated["Party", _PARTIES]
    product: Product
    unit_price: Money | None
    price_volatility: Figure = described(
        "Standard deviation of the changes of the price's logarithm from one purchase to the next: 0.05 is about 5 "
        "per cent up or down each time; rests on changes."
    )
    lead_time_days: float | None = described("Days from the order to the goods.")
    share: float | None = described("This supplier's share of all that is bought of the product, 0 to 1.")
    minimum_quantity: float | None
    valid_from: date | None = described("The first day on which the offer holds.")
    valid_to: date | None = described("The last day on which the offer holds.")


@strawberry.type(description="A customer of a product.")
class Buyer:
    """What one customer ordered of a product."""

    customer: Annotated["Party", _PARTIES]
    orders: int = described("Orders that hold it.")
    lines: int
    quantity: float = described("Units ordered in all.")
    last_order_at: date


@strawberry.type(description="A place of a bill of materials.")
class Component:
    """The edge from a component to what it is a part of."""

    component: Product
    assembly: Product = described("What the component is a part of.")
    quantity: float | None = described("Units of the component in one unit of the assembly.")


@strawberry.type(description="A place where goods lie.")
class Warehouse:
    """A warehouse."""

    id: strawberry.ID
    name: str | None
    street: str | None
    city: str | None
    country: str | None
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)
    records: list[Annotated["Record", _PARTIES]]


@strawberry.type(description="How much of a product lies in a warehouse.")
class Storage:
    """The edge from a product to a warehouse."""

    product: Product
    warehouse: Warehouse
    quantity: float | None


@strawberry.type(description="A product that a customer orders, and how much more than others do.")
class ProductPreference:
    """A customer's preference for a product."""

    product: Product
    lines: int = described("The customer's order lines about it.")
    quantity: float = described("Units ordered in all.")
    share: float = described("Of all the customer's order lines, 0 to 1.")
    lift: Figure = described(
        "The share, over the product's share of all customers' order lines: 2 is twice as often as others; rests on "
        "the customer's order lines."
    )


@strawberry.type(description="A category that a customer orders from, and how much more than others do.")
class CategoryPreference:
    """A customer's preference for a category."""

    category: Category
    lines: int = described("The customer's order lines about its products.")
    share: float = described("Of all the customer's order lines, 0 to 1.")
    lift: Figure = described(
        "The share, over the category's share of all customers' order lines: 2 is twice as often as others; rests on "
        "the customer's order lines."
    )
