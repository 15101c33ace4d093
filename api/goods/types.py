"""GraphQL types of goods."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.fields import GENERATED, PLACEHOLDER, Connection, Money, described, page

if TYPE_CHECKING:
    from api.party.types import Party, Record

_PARTIES = strawberry.lazy("api.party.types")


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
    kind: str = described("`Product` or `Material`.")
    code: str | None
    unit: str | None = described("What one unit holds, such as `10 boxes x 30 bags`.")
    unit_price: Money | None
    stock: float | None
    on_order: float | None
    reorder_level: float | None
    discontinued: bool | None
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)
    categories: list[Category]
    records: list[Annotated["Record", _PARTIES]]
    suppliers: Connection["Supply"] = page("Who supplies it, and at which price.")


@strawberry.type(description="What a supplier offers.")
class Supply:
    """The edge from a supplier to a product."""

    supplier: Annotated["Party", _PARTIES]
    product: Product
    unit_price: Money | None
    lead_time_days: float | None
    share: float | None = described("This supplier's share of all that is bought of the product, 0 to 1.")
    minimum_quantity: float | None
