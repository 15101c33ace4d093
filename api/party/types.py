"""GraphQL types of parties: what they are whatever their roles. Each role's facet is in `api.party.facets`."""

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.scalars import JSON

from api.fields import AS_OF, ENDED, GENERATED, PLACEHOLDER, Connection, Money, described, events, page
from api.figures import Balance
from api.intelligence.kinds import scores
from api.trade.types import Contact

if TYPE_CHECKING:
    from api.intelligence.types import Score
    from api.party.facets import CustomerFacet, EmployeeFacet, InvestorFacet, PartnerFacet, SupplierFacet

_FACETS = strawberry.lazy("api.party.facets")


@strawberry.enum(description="What a party is to the company; one may play several roles.")
class Role(Enum):
    """A role; the value is its label."""

    CUSTOMER = "Customer"
    SUPPLIER = "Supplier"
    EMPLOYEE = "Employee"
    PARTNER = "Partner"
    INVESTOR = "Investor"


@strawberry.enum(description="What a party is by nature.")
class Nature(Enum):
    """A nature; the value is its label."""

    PERSON = "Person"
    ORGANIZATION = "Organization"


@strawberry.type(description="One row of one source system about a party or thing.")
class Record:
    """A record."""

    id: strawberry.ID
    source: str
    table: str
    key: str
    kind: str | None = described("What the source holds it for, such as `Customer`.")
    name: str | None
    tax_id: str | None
    modified: str | None = described("When it last changed, as the source tells it.")
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)
    ended: bool = described("Gone from its source.")
    versions: Connection["RecordVersion"] = page("What it was and is, the newest first.")


@strawberry.type(description="What a record said from one day to another.")
class RecordVersion:
    """A version of a record."""

    since: date = described(
        "The day from which it holds: of the change, where the source tells it (`modified`), else of the load that "
        "brought it. Of the first version that is known it is taken that it held before, too."
    )
    until: date | None = described("The day from which the next version holds; null for the newest.")
    ended: bool = described("Whether the row was gone from its source.")
    modified: str | None = described("When the source says it changed.")
    facts: JSON = described("What it said, by name; amounts are `{amount, currency}`.")


@strawberry.type(description="A stakeholder: one node, whichever systems know it and whichever roles it plays.")
class Party:
    """A party."""

    id: strawberry.ID
    name: str | None
    legal_name: str | None
    roles: list[Role]
    nature: Nature | None
    contact_name: str | None
    contact_title: str | None
    phone: str | None
    fax: str | None
    email: str | None
    website: str | None
    street: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str | None
    tax_id: str | None
    generated: bool = described(GENERATED)
    placeholder: bool = described(PLACEHOLDER)
    ended: bool = described(ENDED)
    as_of: date = described(AS_OF)
    records: list[Record]
    customer: Annotated["CustomerFacet", _FACETS] | None = described("The party as a customer; null when it is none.")
    supplier: Annotated["SupplierFacet", _FACETS] | None = described("The party as a supplier; null when it is none.")
    employee: Annotated["EmployeeFacet", _FACETS] | None = described("The party as an employee; null when it is none.")
    partner: Annotated["PartnerFacet", _FACETS] | None = described("The party as a partner; null when it is none.")
    investor: Annotated["InvestorFacet", _FACETS] | None = described("The party as an investor; null when it is none.")
    balances: list[Balance] = described("What it owes and is owed, for each currency of its invoices.")
    owns: Connection["Holding"] = page("What it owns of others.")
    owned_by: Connection["Holding"] = page("Who owns it.")
    partners: Connection["Party"] = page("Parties that it is a partner of, whichever of the two says so.")
    scores: list[Annotated["Score", strawberry.lazy("api.intelligence.types")]] = scores()
    contacts: Connection[Contact] = events("Calls, visits and the like that it took part in, the newest first.")


@strawberry.type(description="What one party owns of another.")
class Holding:
    """The edge from an owner to what it owns."""

    owner: Party
    held: Party
    share: float | None = described("Part of the whole, 0 to 1.")
    value: Money | None
    valid_from: date | None = described("The first day on which it is held.")
    valid_to: date | None = described("The last day on which it is held.")
