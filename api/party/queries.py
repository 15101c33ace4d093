"""Root fields about parties; each is one statement."""

from enum import Enum
from typing import Any

import strawberry

from api.executor import Compiled
from api.fields import Connection
from api.lists import AsOf, Direction, given
from api.party.types import Nature, Party, Role
from graph.listing import party_list
from graph.searching import search_query


@strawberry.input(description="Narrows a list of parties; all that is given must hold.")
class PartyFilterInput:
    """A filter of parties."""

    name_contains: str | None = strawberry.field(
        default=strawberry.UNSET, description="Part of the name; case and accents do not matter."
    )
    country: str | None = strawberry.field(default=strawberry.UNSET, description="Case and accents do not matter.")
    city: str | None = strawberry.field(default=strawberry.UNSET, description="Case and accents do not matter.")
    generated: bool | None = strawberry.UNSET
    tax_id: str | None = strawberry.field(
        default=strawberry.UNSET, description="The tax id that any record of the party has."
    )
    level: str | None = strawberry.UNSET
    tag: str | None = strawberry.field(default=strawberry.UNSET, description="One of the party's tags.")
    nature: Nature | None = strawberry.UNSET
    source: str | None = strawberry.field(
        default=strawberry.UNSET, description="A source system of which a record describes the party."
    )
    table: str | None = strawberry.field(default=strawberry.UNSET, description="A table of `source`.")
    placeholder: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="`true` lists what some row names and no load has brought, by id; it stands in no other list.",
    )


@strawberry.enum(description="What parties are ordered by. Those of one country or city stand in order of their names.")
class PartyOrder(Enum):
    """An order; the value is its name in `graph.listing`."""

    NAME = "name"
    COUNTRY = strawberry.enum_value("country", description="Parties without a country stand last, or first descending.")
    CITY = strawberry.enum_value("city", description="Parties without a city stand last, or first descending.")


@strawberry.input(description="The order of a list of parties; ids decide between equals.")
class PartyOrderInput:
    """An order and its direction."""

    field: PartyOrder = PartyOrder.NAME
    direction: Direction = Direction.ASC


def _party(id: strawberry.ID, as_of: AsOf = strawberry.UNSET) -> Any:  # noqa: A002
    return Compiled.of(id=id, asOf=as_of)


def _party_by_key(source: str, key: str, table: str | None = strawberry.UNSET, as_of: AsOf = strawberry.UNSET) -> Any:
    return Compiled.of(source=source, key=key, table=table, asOf=as_of)


def _parties(  # noqa: PLR0917 - GraphQL names them
    role: Role | None = strawberry.UNSET,
    filter: PartyFilterInput | None = strawberry.UNSET,  # noqa: A002
    order_by: PartyOrderInput | None = strawberry.UNSET,
    first: int | None = 20,
    after: str | None = strawberry.UNSET,
    as_of: AsOf = strawberry.UNSET,
) -> Any:
    label = role.value if role else None
    order = order_by or PartyOrderInput()
    arguments = party_list(label, given(filter), order.field.value, descending=order.direction is Direction.DESC)
    return Compiled.of(role=label, first=first, after=after, asOf=as_of, **arguments)


def _search(
    text: str,
    role: Role | None = strawberry.UNSET,
    first: int | None = 20,
    after: str | None = strawberry.UNSET,
    as_of: AsOf = strawberry.UNSET,
) -> Any:
    label = role.value if role else None
    return Compiled.of(text=search_query(text, label), role=label, first=first, after=after, asOf=as_of)


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
    parties: Connection[Party] = strawberry.field(
        resolver=_parties, description="Parties, in order of their names unless `orderBy` says otherwise."
    )
    search: Connection[Party] = strawberry.field(
        resolver=_search,
        description="Parties by any of their words, the best first: names, contact, e-mail, telephone, city, website, "
        "keys and tax ids of all their records. Every word of `text` must begin one of theirs; at most the best "
        "10,000 are found, and none by a text without a letter or digit.",
    )
