"""What a record, and what it describes, was on a day that a caller named: former versions in place of today's.

A record's own values are those of its version of that day. A party's or thing's are derived from the versions of its
records, as today's are from the records: see `graph.derivation`. Which records describe it, and which roles it plays,
is today's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from cypher import fragments
from cypher.fragment import expanded
from graph.decoding import Decoder, Reading, amount_reader
from graph.derivation import derive
from graph.model import Category
from graph.selection import Field, Selection

_RECORD: Final = "Record"
_ENTITIES: Final = MappingProxyType(
    {
        "Party": Category.PARTY,
        "CustomerFacet": Category.PARTY,
        "SupplierFacet": Category.PARTY,
        "EmployeeFacet": Category.PARTY,
        "PartnerFacet": Category.PARTY,
        "InvestorFacet": Category.PARTY,
        "Product": Category.THING,
        "Category": Category.THING,
        "Warehouse": Category.THING,
    }
)
_NEVER_CHANGES: Final = frozenset({"id", "source", "table", "key"})
_WORKED_OUT: Final[Mapping[tuple[str, str], Callable[[Mapping[str, Any]], Any]]] = MappingProxyType(
    {
        ("Product", "unitPrice"): lambda values: [values.get("unitPriceMicros"), values.get("currency")],
        ("Record", "kind"): lambda values: values.get("kind"),
        ("Record", "modified"): lambda values: values.get("modified"),
        ("Record", "generated"): lambda values: values.get("generated", False),
        ("Record", "ended"): lambda values: values["hash"] == "ended",
    }
)
"""Fields with fragments of their own that are told from a version too."""


@dataclass(frozen=True, slots=True)
class Former:
    """The fields of a selection that a former version tells."""

    type: str
    fields: tuple[Field, ...]

    @classmethod
    def of(cls, selection: Selection) -> "Former | None":
        """Which fields of a selection are values of records; None where none is."""
        if selection.type != _RECORD and selection.type not in _ENTITIES:
            return None
        known = fragments(selection.type)
        fields = tuple(
            field
            for field in selection.fields
            if (selection.type, field.name) in _WORKED_OUT
            or not (field.name in known or field.name in _NEVER_CHANGES or field.name == "__typename")
        )
        return cls(selection.type, fields) if fields else None

    def expression(self, this: str) -> str:
        """The versions of the day; null where there is but today's."""
        return expanded(f"@Record.{'former' if self.type == _RECORD else 'formers'}({this})")

    def decoder(self, decode: Decoder, reading: Reading) -> Decoder:
        """Read a row whose last element is the versions: their values take the place of today's."""
        amounts = {
            field.key: amount_reader(field.selection, "unit_price")
            for field in self.fields
            if field.selection is not None
        }
        shown = reading.name(partial(self._as_it_was, amounts))
        return reading.function("row", "if row is None: return None", f"return {shown}({decode('row[:-1]')}, row[-1])")

    def _as_it_was(
        self, amounts: Mapping[str, Callable[[Any], Any]], found: dict[str, Any], states: list[dict[str, Any]] | None
    ) -> dict[str, Any]:
        if states:
            values = self._values(states)
            for field in self.fields:
                value = self._value(field, values)
                found[field.key] = amounts[field.key](value) if field.key in amounts else value
        return found

    def _values(self, states: list[dict[str, Any]]) -> Mapping[str, Any]:
        return states[0] if self.type == _RECORD else derive(_ENTITIES[self.type], "", states).properties

    def _value(self, field: Field, values: Mapping[str, Any]) -> Any:
        worked_out = _WORKED_OUT.get((self.type, field.name))
        value: Any = worked_out(values) if worked_out else values.get(field.name)
        return value.iso_format() if hasattr(value, "iso_format") else value
