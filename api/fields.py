"""Building blocks of the types: pages, amounts, and fields that the compiler answers."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import strawberry

T = TypeVar("T")


@strawberry.type(description="An amount of money.")
class Money:
    """An amount beside its currency."""

    amount: str = strawberry.field(description="Decimal number in major units, such as `12.50`.")
    currency: str | None = strawberry.field(description="ISO 4217 code.")


@strawberry.type(description="Where a page ends.")
class PageInfo:
    """Relay's page info, forward only."""

    has_next_page: bool
    end_cursor: str | None = strawberry.field(description="Give it as `after` to see the next page.")


@strawberry.type(description="One row of a page.")
class Edge(Generic[T]):
    """A node and where it stands."""

    node: T
    cursor: str


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    """Relay's connection."""

    edges: list[Edge[T]]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many there are in all; counted only when asked for.")


# The resolvers below only declare arguments: `api.executor` answers a whole root field with one statement.


def _page(first: int | None = 20, after: str | None = strawberry.UNSET) -> Any:
    raise NotImplementedError


From = Annotated[date | None, strawberry.argument(name="from", description="The first day of a period.")]
To = Annotated[date | None, strawberry.argument(name="to", description="The last day of a period.")]


def _events(
    first: int | None = 20,
    after: str | None = strawberry.UNSET,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
) -> Any:
    raise NotImplementedError


def page(description: str, resolver: Callable[..., Any] = _page) -> Any:
    """A field that is a connection: at most 100 rows, from `after` on."""
    return strawberry.field(resolver=resolver, description=description)


def events(description: str = "The newest first.", resolver: Callable[..., Any] = _events) -> Any:
    """A page of what happened, which may be narrowed to a period."""
    return page(description, resolver)


def described(description: str) -> Any:
    """A field with a description."""
    return strawberry.field(description=description)


GENERATED = "Made up for the demo, not taken from a source."
PLACEHOLDER = "Named by some row, but its own row has not been loaded yet."
AS_OF = "Day as of which the view holds: later events are left out."
ENDED = "Gone from every source that knew it."
