"""What answers of `intelligence` have in common: named nodes, money, assumptions, gaps, bounded lists."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import strawberry
from strawberry.scalars import JSON

from api.fields import Money, described
from graph import money
from graph.currency import EXPONENTS
from graph.errors import UsageError
from intelligence.assumptions import Assumed
from intelligence.what_if_results import Gap

if TYPE_CHECKING:
    from intelligence.dependencies import Node

T = TypeVar("T")
Ask: TypeAlias = Callable[..., Any]

MOST_LISTED = 1_000


@strawberry.type(description="A party or thing by id and name; `party(id)` and `product(id)` tell more of it.")
class NamedNode:
    """A node."""

    id: strawberry.ID
    name: str | None


@strawberry.type(description="An assumption that the answer rests on; docs/channels.md says what each means.")
class Assumption:
    """An assumption."""

    name: str
    value: JSON
    nodes: int = described("For how many nodes it stood in.")


@strawberry.type(description="Facts that were left out, as something is missing in them.")
class RiskGap:
    """A gap."""

    channel: str
    what: str
    facts: int
    ties: int


def built(kind: type[T], source: Any, **given: Any) -> T:
    """An object of a type of the schema: fields that are not given come from `source` as they are."""
    names = {field.name for field in fields(kind) if field.init} - given.keys()  # type: ignore[arg-type]
    return kind(**{name: getattr(source, name) for name in names}, **given)


def node(found: "Node") -> NamedNode:
    """A node by id and name."""
    return named(found.id, found.name)


def named(node_id: str, name: str) -> NamedNode:
    """A node by id and name."""
    return NamedNode(id=strawberry.ID(node_id), name=name or None)


def amount(value: float, currency: str) -> Money:
    """Money in major units, rounded to the currency's decimals."""
    return Money(amount=money.major_units(round(value * 10 ** EXPONENTS.get(currency, 2)), currency), currency=currency)


def assumptions(found: Iterable[Assumed]) -> list[Assumption]:
    """Assumptions."""
    return [built(Assumption, each, value=JSON(plain(each.value))) for each in found]


def gaps(found: Iterable[Gap]) -> list[RiskGap]:
    """Gaps."""
    return [built(RiskGap, each) for each in found]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def bounded(found: Sequence[T], first: int, most: int = MOST_LISTED) -> Sequence[T]:
    """The first rows of a list; UsageError for a number out of bounds."""
    if not 0 <= first <= most:
        raise UsageError(f"`first` is {first}; this list shows 0 to {most} rows")
    return found[:first]
