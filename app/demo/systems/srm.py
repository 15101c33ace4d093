"""The supplier management system's export: German, with semicolons, decimal commas, Windows-1252 and its own dates."""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from app.demo.contracts import Contract
from app.demo.money import CURRENCY
from app.demo.parties import Parties, Party
from app.demo.sourcing import buyer_of
from app.demo.tables import Cell, Dialect, Table, as_csv, generated, real
from app.demo.world import Buying, World

_DIALECT: Final = Dialect(delimiter=";", decimal=",", dates="%d.%m.%Y", encoding="cp1252", line_end="\r\n")
_SUPPLIER: Final = "Lieferant,Firma,Ansprechpartner,Funktion,Strasse,Ort,Region,PLZ,Land,Telefon,Fax,Web,E-Mail,USt-ID"

_LISTS: Final = MappingProxyType({"suppliers": "Lieferanten", "second_sources": "Zweitlieferanten"})


def files(world: World) -> dict[str, bytes]:
    """Return the supplier management system's files by name."""
    return {f"{table.name}.csv": as_csv(table, _DIALECT) for table in _tables(world)}


def _tables(world: World) -> Iterator[Table]:
    yield real("Lieferanten", _SUPPLIER, _suppliers(world.parties.suppliers))
    yield generated("Zweitlieferanten", _SUPPLIER, _suppliers(world.parties.second_sources))
    yield generated("Betreuung", "Lieferantenliste,Lieferant,Einkaeufer", _buyers(world.parties))
    yield from _purchasing_tables(world.buying)
    yield generated(
        "Vertraege",
        "Vertrag,Lieferant,Zweitlieferant,Titel,Unterschrieben,Beginn,Ende,Jahreswert,Waehrung",
        _contracts(world.buying.contracts),
    )
    yield generated(
        "Bewertungen", "Bewertung,Lieferant,Zweitlieferant,Einkaeufer,Datum,Note,Grund", _evaluations(world.buying)
    )


def _purchasing_tables(buying: Buying) -> Iterator[Table]:
    yield generated(
        "Bezugsquellen",
        "Lieferantenliste,Lieferant,Artikel,Preis,Waehrung,Lieferzeit,Anteil,Mindestmenge",
        _sources(buying),
    )
    yield generated(
        "Bestellungen",
        "Bestellung,Lieferant,Zweitlieferant,Einkaeufer,Bestellt,Liefertermin,Wert,Waehrung",
        _purchases(buying),
    )
    yield generated(
        "Bestellpositionen", "Bestellung,Artikel,Menge,Preis,Waehrung,Geliefert,Abgelehnt", _purchase_lines(buying)
    )
    yield generated("Wareneingaenge", "Wareneingang,Bestellung,Versandt,Termin,Eingetroffen", _receipts(buying))
    yield generated("Wareneingangspositionen", "Wareneingang,Artikel,Menge,Geliefert,Abgelehnt", _receipt_lines(buying))
    yield generated(
        "Pruefungen",
        "Pruefung,Wareneingang,Artikel,Pruefer,Datum,Geprueft,Abgelehnt,Ergebnis",
        _inspections(buying),
    )


def _suppliers(parties: Iterable[Party]) -> Iterator[tuple[Cell, ...]]:
    for party in parties:
        row = party.company
        yield (
            row.id,
            row.name,
            row.contact,
            row.contact_title,
            row.street,
            row.city,
            row.region,
            row.postal_code,
            row.country,
            row.phone,
            row.fax,
            row.homepage,
            party.email,
            party.tax_id,
        )


def _by_list(table: str, key: str) -> tuple[str, str]:
    """Return a supplier's id in two columns, one of them empty: the suppliers, and the second sources."""
    return (key, "") if table == "suppliers" else ("", key)


def _buyers(parties: Parties) -> Iterator[tuple[Cell, ...]]:
    for party in (*parties.suppliers, *parties.second_sources):
        yield _LISTS[party.table], party.company.id, buyer_of(party)


def _sources(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for offer in buying.sources:
        party = offer.supplier.party
        yield (
            _LISTS[party.table],
            party.company.id,
            offer.product.id,
            offer.price,
            CURRENCY,
            offer.supplier.lead_days,
            offer.share,
            offer.minimum,
        )


def _purchases(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for order in buying.purchases:
        party = order.supplier.party
        yield (
            order.id,
            *_by_list(party.table, party.company.id),
            order.buyer,
            order.ordered,
            order.promised,
            order.amount,
            CURRENCY,
        )


def _purchase_lines(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for order in buying.purchases:
        for item in order.items:
            arrived = (item.quantity, item.rejected) if order.needed else (0, 0)
            yield order.id, item.source.product.id, item.quantity, item.price, CURRENCY, *arrived


def _receipts(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for receipt in buying.receipts:
        yield receipt.id, receipt.purchase.id, receipt.sent, receipt.purchase.promised, receipt.arrived


def _receipt_lines(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for receipt in buying.receipts:
        for item in receipt.items:
            arrived: tuple[Cell, Cell] = (item.quantity, item.rejected) if receipt.arrived else (None, None)
            yield receipt.id, item.source.product.id, item.quantity, *arrived


def _inspections(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for found in buying.inspections:
        yield (
            found.id,
            found.receipt.id,
            found.item.source.product.id,
            found.inspector,
            found.day,
            found.inspected,
            found.item.rejected,
            found.result,
        )


def _contracts(contracts: Iterable[Contract]) -> Iterator[tuple[Cell, ...]]:
    for contract in contracts:
        _, table, key = contract.party.split(":")
        yield (
            contract.id,
            *_by_list(table, key),
            contract.title,
            contract.signed,
            contract.starts,
            contract.ends,
            contract.value,
            CURRENCY,
        )


def _evaluations(buying: Buying) -> Iterator[tuple[Cell, ...]]:
    for mark in buying.evaluations:
        yield mark.id, *_by_list(mark.table, mark.supplier), mark.buyer, mark.day, mark.score, mark.text
