"""The supplier management system's export: German, with semicolons, decimal commas, Windows-1252 and its own dates."""

from collections.abc import Iterable, Iterator
from typing import Final

from app.demo.parties import Party
from app.demo.tables import Cell, Dialect, Table, as_csv, generated, real
from app.demo.world import World

_DIALECT: Final = Dialect(delimiter=";", decimal=",", dates="%d.%m.%Y", encoding="cp1252", line_end="\r\n")
_SUPPLIER: Final = "Lieferant,Firma,Ansprechpartner,Funktion,Strasse,Ort,Region,PLZ,Land,Telefon,Fax,Web,E-Mail,USt-ID"


def files(world: World) -> dict[str, bytes]:
    """Return the supplier management system's files by name."""
    return {f"{table.name}.csv": as_csv(table, _DIALECT) for table in _tables(world)}


def _tables(world: World) -> Iterator[Table]:
    yield real("Lieferanten", _SUPPLIER, _suppliers(world.parties.suppliers))
    yield generated("Zweitlieferanten", _SUPPLIER, _suppliers(world.parties.second_sources))


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
