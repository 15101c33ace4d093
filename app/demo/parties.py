"""Who is who: every company of the demo, and the accounts under which finance knows it again.

A `Party` is a company as the system that looks after it knows it. An `Account` is finance's record of one: a
debtor or a creditor, under finance's own number and spelling. `cluster` names the true company in both, which is
what `truth/parties.csv` tells and no system does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.demo import stories
from app.demo.associates import INVESTORS, PARTNERS
from app.demo.dice import Dice
from app.demo.rows import Company, Northwind
from app.demo.spelling import respell, slug, spaced_tax_id
from app.demo.stories import Link
from app.demo.tax_ids import TaxIds


@dataclass(frozen=True, slots=True)
class Party:
    """A company in the system that looks after it, which writes it as `company`.

    `tax_id` is what that system holds, which may be nothing; `origin` is the spelling that all others start from.
    """

    source: str
    table: str
    company: Company
    origin: Company
    cluster: str
    tax_id: str
    email: str
    link: Link

    @property
    def ref(self) -> str:
        """The record's natural key, as the truth spells it."""
        return f"{self.source}:{self.table}:{self.company.id}"


@dataclass(frozen=True, slots=True)
class Account:
    """A company in finance: a debtor or a creditor. `party` is the one it stands for."""

    ledger: str
    number: str
    company: Company
    party: Party
    link: Link
    tax_id: str
    email: str
    terms: int

    @property
    def ref(self) -> str:
        """The record's natural key, as the truth spells it."""
        return f"finance:{self.ledger}:{self.number}"


@dataclass(frozen=True, slots=True)
class Parties:
    """All companies, and all accounts."""

    customers: tuple[Party, ...]
    suppliers: tuple[Party, ...]
    second_sources: tuple[Party, ...]
    carriers: tuple[Party, ...]
    partners: tuple[Party, ...]
    investors: tuple[Party, ...]
    debtors: tuple[Account, ...]
    creditors: tuple[Account, ...]

    @property
    def known(self) -> tuple[Party, ...]:
        """All of them as the systems know them that look after them."""
        traders = (*self.customers, *self.suppliers, *self.second_sources)
        return (*traders, *self.carriers, *self.partners, *self.investors)


def build_parties(northwind: Northwind) -> Parties:
    """Tell who is who, from Northwind's customers, suppliers and shippers."""
    pool = TaxIds()
    customers = tuple(_party("crm", "customers", row, pool) for row in northwind.customers)
    suppliers = tuple(_party("srm", "suppliers", row, pool) for row in northwind.suppliers)
    second_sources = tuple(_second_sources(customers))
    carriers = tuple(_carriers(northwind, pool))
    ordering = {order.customer for order in northwind.orders}
    buying = [(party, party.link) for party in customers if party.company.id in ordering]
    buying += [
        (party, stories.BUYER_LINKS[party.company.id]) for party in suppliers if party.company.id in stories.BUYER_LINKS
    ]
    used = tuple(party for party in carriers if party.company.id in stories.CARRIERS_USED)
    paid = [(party, party.link) for party in (*suppliers, *second_sources, *used)]
    return Parties(
        customers=customers,
        suppliers=suppliers,
        second_sources=second_sources,
        carriers=carriers,
        partners=tuple(_party("crm", "partners", row, pool) for row in PARTNERS),
        investors=tuple(_party("finance", "investors", row, pool) for row in INVESTORS),
        debtors=tuple(_accounts("debtors", 10000, buying, pool)),
        creditors=tuple(_accounts("creditors", 70000, paid, pool)),
    )


def _party(source: str, table: str, company: Company, pool: TaxIds) -> Party:
    cluster = f"{source}:{table}:{company.id}"
    link = stories.PARTY_LINKS.get(cluster) or _throw_link(cluster)
    true_id = pool.of(cluster, company.country)
    # What shall stay unlinked must not have the same tax id on both sides: one of the two lacks it.
    lacks = link is Link.NONE and _only_finance_knows(cluster)
    return Party(
        source=source,
        table=table,
        company=company,
        origin=company,
        cluster=cluster,
        tax_id="" if lacks or cluster in stories.WITHOUT_TAX_ID else true_id,
        email=f"info@{slug(company.name)}.example",
        link=link,
    )


def _throw_link(cluster: str) -> Link:
    roll = Dice("link", cluster).number(1, 100)
    if roll <= 45:
        return Link.CROSSWALK
    return Link.TAX_ID if roll <= 80 else Link.NONE


def _only_finance_knows(cluster: str) -> bool:
    return Dice("only finance knows", cluster).chance(0.4)


def _second_sources(customers: Iterable[Party]) -> Iterator[Party]:
    known = {party.company.id: party for party in customers}
    for key, customer in stories.CUSTOMERS_THAT_SUPPLY.items():
        party = known[customer]
        written = respell(party.company, Dice("second source", key))
        yield replace(
            party,
            source="srm",
            table="second_sources",
            company=replace(written, id=key, contact="", contact_title=""),
            email=party.email.replace("info@", "export@"),
            link=stories.PARTY_LINKS[f"srm:second_sources:{key}"],
        )


def _carriers(northwind: Northwind, pool: TaxIds) -> Iterator[Party]:
    for key, name, phone in northwind.shippers:
        company = Company(key, name, "", "", "", "", "", "", "USA", phone)
        yield _party("warehouse", "carriers", company, pool)


def _accounts(ledger: str, base: int, wanted: list[tuple[Party, Link]], pool: TaxIds) -> Iterator[Account]:
    """Open accounts in an order of chance, so that finance's numbers tell nothing about the other systems'."""
    letter = ledger[0].upper()
    for number, (party, link) in enumerate(Dice("accounts", ledger).shuffled(wanted), start=base + 1):
        dice = Dice("account", ledger, party.ref)
        true_id = pool.of(party.cluster, party.origin.country)
        knows = {
            Link.TAX_ID: True,
            Link.CROSSWALK: dice.chance(0.5) or party.ref in stories.WITHOUT_TAX_ID,
            Link.NONE: _only_finance_knows(party.cluster),
        }[link]
        yield Account(
            ledger=ledger,
            number=f"{letter}{number}",
            company=respell(party.origin, dice),
            party=party,
            link=link,
            tax_id=spaced_tax_id(true_id, dice) if knows else "",
            email=party.email.replace("info@", "accounts@") if dice.chance(0.5) else "",
            terms=dice.pick((14, 30, 30, 30, 45) if ledger == "debtors" else (30, 30, 45, 60)),
        )
