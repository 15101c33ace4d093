"""GraphQL types of what hangs on one, filled from `intelligence.dependencies`."""

from datetime import date
from typing import TYPE_CHECKING, Any

import strawberry

from api.fields import Money, described
from api.intelligence.answers import (
    Ask,
    Assumption,
    NamedNode,
    RiskGap,
    amount,
    assumptions,
    bounded,
    built,
    gaps,
    node,
)

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from intelligence.assumptions import Assumptions
    from intelligence.dependencies import Dependencies as Found
    from intelligence.dependencies import Hanging, KeyPerson


@strawberry.type(description="A good with one supplier.")
class SingleSource:
    """A good with one supplier."""

    good: NamedNode
    supplier: NamedNode
    value: Money = described("What hangs on the good within the window.")


@strawberry.type(description="A party and one employee who deals with it.")
class HangingParty:
    """A party that hangs on an employee."""

    party: NamedNode
    employee: NamedNode
    share: float = described("The employee's share in all dealings with the party, 0 to 1.")
    alone: bool = described("Whether nobody else of us deals with it.")
    value: Money = described("Business with it within the window, both ways.")
    colleague: NamedNode | None = described("Who deals with it most, besides.")
    colleague_share: float
    orders: int
    contacts: int
    complaints: int


@strawberry.type(description="How concentrated the supply of a good is in one tier.")
class SupplyTier:
    """A tier."""

    tier: int = described("1 is who supplies the good itself.")
    hhi: float = described("Herfindahl-Hirschman index Σ share²; 1 is a single supplier.")
    effective: float = described("Effective number of suppliers, 1/HHI.")
    coverage: float = described("Share of the supply that can be followed to this tier.")


def _parties(self: "Dependencies", first: int = 50) -> list[HangingParty]:
    return [_hanging(each, self.currency) for each in bounded(self.hanging, first)]


@strawberry.type(description="What a party or good depends on, and what depends on it.")
class Dependencies:
    """Dependencies."""

    node: NamedNode
    as_of: date
    currency: str
    single_sourced: list[SingleSource] = described("Goods that this supplier alone supplies, or this good itself.")
    key_people: list[HangingParty] = described("Employees who deal with this party, the largest share first.")
    hanging_parties: list[HangingParty] = strawberry.field(
        resolver=_parties, description="Of an employee: the parties dealt with, by share × value; at most 1,000."
    )
    hanging_count: int
    value_hanging: Money = described("Of an employee: Σ share × value of these parties.")
    value_alone: Money = described("Of an employee: business with parties that deal with nobody else of us.")
    passes_through: list[NamedNode] = described("What every way of supply of this good goes through, nearest first.")
    severed: int = described("Parties and goods that are cut off from the supply network without this one.")
    tiers: list[SupplyTier] = described("How concentrated the supply of this good is.")
    assumptions: list[Assumption]
    gaps: list[RiskGap]
    hanging: strawberry.Private[Any]


def depend(ask: Ask, node_id: str) -> Dependencies:
    """What hangs on a node, and on what it hangs."""
    from intelligence.dependencies import dependencies, key_person  # noqa: PLC0415 - see api.intelligence

    def work(snapshot: "Snapshot", assumed: "Assumptions") -> "tuple[Found, KeyPerson | None]":
        found = dependencies(snapshot, node_id, assumed)
        employee = snapshot.nodes.having("Employee")[snapshot.nodes.index(node_id)]
        return found, key_person(snapshot, node_id, assumed) if employee else None

    found, person = ask(work)
    currency = found.currency
    return built(
        Dependencies,
        found,
        node=node(found.node),
        single_sourced=[
            SingleSource(good=node(s.good), supplier=node(s.supplier), value=amount(s.value, currency))
            for s in found.single_sourced
        ],
        key_people=[_hanging(each, currency) for each in found.key_people],
        hanging=person.parties if person else (),
        hanging_count=len(person.parties) if person else 0,
        value_hanging=amount(person.value if person else 0.0, currency),
        value_alone=amount(person.value_alone if person else 0.0, currency),
        passes_through=[node(each) for each in found.passes_through],
        tiers=[built(SupplyTier, tier) for tier in found.tiers],
        assumptions=assumptions(found.assumptions),
        gaps=gaps(found.gaps),
    )


def _hanging(found: "Hanging", currency: str) -> HangingParty:
    return built(
        HangingParty,
        found,
        party=node(found.party),
        employee=node(found.employee),
        value=amount(found.value, currency),
        colleague=node(found.colleague) if found.colleague else None,
    )
