"""Root fields about goods; each is one statement."""

from enum import Enum
from typing import Any

import strawberry

from api.executor import Compiled
from api.fields import Connection
from api.goods.types import Product
from api.lists import AsOf, Direction, given
from graph.listing import thing_list


@strawberry.enum(description="Whether goods are sold, or go into what is made.")
class ProductKind(Enum):
    """A kind of goods; the value is its label."""

    PRODUCT = "Product"
    MATERIAL = "Material"


@strawberry.input(description="Narrows a list of products; all that is given must hold.")
class ProductFilterInput:
    """A filter of products."""

    name_contains: str | None = strawberry.field(
        default=strawberry.UNSET, description="Part of the name; case and accents do not matter."
    )
    code: str | None = strawberry.field(default=strawberry.UNSET, description="Case does not matter.")
    kind: ProductKind | None = strawberry.UNSET
    category: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="The id of a category.")
    supplier: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="The id of a party that supplies it."
    )
    discontinued: bool | None = strawberry.UNSET
    generated: bool | None = strawberry.UNSET


@strawberry.input(description="The order of a list of products, by name; ids decide between equals.")
class ProductOrderInput:
    """A direction."""

    direction: Direction = Direction.ASC


def _product(id: strawberry.ID, as_of: AsOf = strawberry.UNSET) -> Any:  # noqa: A002
    return Compiled.of(id=id, asOf=as_of)


def _product_by_key(source: str, key: str, table: str | None = strawberry.UNSET, as_of: AsOf = strawberry.UNSET) -> Any:
    return Compiled.of(source=source, key=key, table=table, asOf=as_of)


def _products(
    filter: ProductFilterInput | None = strawberry.UNSET,  # noqa: A002
    order_by: ProductOrderInput | None = strawberry.UNSET,
    first: int | None = 20,
    after: str | None = strawberry.UNSET,
    as_of: AsOf = strawberry.UNSET,
) -> Any:
    direction = (order_by or ProductOrderInput()).direction
    arguments = thing_list(given(filter), descending=direction is Direction.DESC)
    return Compiled.of(first=first, after=after, asOf=as_of, **arguments)


@strawberry.type
class ProductQuery:
    """Root fields about goods."""

    product: Product | None = strawberry.field(
        resolver=_product,
        description="One product or material: by its id, or the id of one of its records.",
    )
    product_by_key: Product | None = strawberry.field(
        resolver=_product_by_key,
        description="One product or material, by its key in a source system. Error `AMBIGUOUS_KEY` where several "
        "tables have it.",
    )
    products: Connection[Product] = strawberry.field(
        resolver=_products, description="Products and materials in order of their names."
    )
