"""Root fields about parties; each is one statement."""

from datetime import date
from typing import Annotated, Any

import strawberry

from api.executor import Compiled
from api.fields import AS_OF, Connection
from api.party.types import Party, Role
from graph.keys import fold

_AsOf = Annotated[
    date | None,
    strawberry.argument(description=f"{AS_OF} Default: the newest day on which something occurred."),
]


@strawberry.input(description="Narrows a list of parties; all that is given must hold.")
class PartyFilterInput:
    """A filter of parties."""

    name_contains: str | None = strawberry.field(
        default=strawberry.UNSET, description="Part of the name; case and accents do not matter."
    )
    country: str | None = strawberry.UNSET
    city: str | None = strawberry.UNSET
    generated: bool | None = strawberry.UNSET


def _party(id: strawberry.ID, as_of: _AsOf = strawberry.UNSET) -> Any:  # noqa: A002
    return Compiled.of(id=id, asOf=as_of)


def _party_by_key(source: str, key: str, table: str | None = strawberry.UNSET, as_of: _AsOf = strawberry.UNSET) -> Any:
    return Compiled.of(source=source, key=key, table=table, asOf=as_of)


def _parties(
    role: Role | None = strawberry.UNSET,
    filter: PartyFilterInput | None = strawberry.UNSET,  # noqa: A002
    first: int | None = 20,
    after: str | None = strawberry.UNSET,
    *,
    as_of: _AsOf = strawberry.UNSET,
) -> Any:
    label = role.value if role else None
    return Compiled.of(role=label, filter=_filter(filter), first=first, after=after, asOf=as_of)


def _filter(given: PartyFilterInput | None) -> dict[str, Any]:
    if not given:
        return {}
    return {
        "nameContains": fold(given.name_contains) if given.name_contains else None,
        "country": given.country or None,
        "city": given.city or None,
        "generated": None if given.generated is strawberry.UNSET else given.generated,
    }


@strawberry.type
class PartyQuery:
    """Root fields about parties."""

    party: Party | None = strawberry.field(
        resolver=_party,
        description="One party: by its id, an id it had before a merge, or the id of one of its records.",
    )
    party_by_key: Party | None = strawberry.field(
        resolver=_party_by_key,
        description="One party, by its key in a source system. Error `AMBIGUOUS_KEY` where several tables have it.",
    )
    parties: Connection[Party] = strawberry.field(resolver=_parties, description="Parties in order of their names.")
