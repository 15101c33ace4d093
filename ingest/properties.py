"""The properties of a node or an edge, from a chunk of rows."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from ingest.columns import Columns, Failures, Places, field_reader
from ingest.mapping.model import Field
from ingest.mapping.stages import AMOUNTS


class PropertiesReader:
    """Reads the fields of one node or edge, under the names that they are stored with, in the order of those."""

    def __init__(self, fields: Sequence[Field], places: Places) -> None:
        ordered = sorted(fields, key=lambda field: field.stored)
        amounts = any(field.type in AMOUNTS for field in fields)
        self._names = tuple(field.stored for field in ordered)
        self._readers = [field_reader(field, places, code=amounts and field.name == "currency") for field in ordered]
        # amounts are read with their currency, so that goes first
        self._currency = self._names.index("currency") if amounts else None

    def read(self, columns: Columns, count: int, failures: Failures) -> list[dict[str, Any]]:
        """Return the properties of each row; values that are missing are left out."""
        if not self._names:
            return [{} for _ in repeat(None, count)]
        currency = None
        if self._currency is not None:
            currency = self._readers[self._currency].read(columns, count, failures)
        values = [
            currency
            if place == self._currency and currency is not None
            else reader.read(columns, count, failures, currency)
            for place, reader in enumerate(self._readers)
        ]
        names = self._names
        rows = zip(*values, strict=True)
        if not any(None in column for column in values):
            return list(map(dict, map(zip, repeat(names), rows)))
        return [
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            if None in row
            else dict(zip(names, row, strict=True))
            for row in rows
        ]
