"""What a caller wants to see, free of GraphQL's own types: the compiler's input."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One selected field.

    `key` names it in the answer, `returns` is the name of the type it leads to, and `selection` what is wanted of
    that (None for a scalar). `arguments` hold every argument that was given or has a default.
    """

    key: str
    name: str
    arguments: Mapping[str, Any]
    returns: str
    selection: "Selection | None" = None

    def selected(self) -> "Selection":
        """The selection of a field that leads to an object; TypeError for a scalar."""
        if self.selection is None:
            raise TypeError(f"{self.name} leads to {self.returns}, of which nothing was selected")
        return self.selection


@dataclass(frozen=True, slots=True)
class Selection:
    """The fields wanted of an object of one type."""

    type: str
    fields: tuple[Field, ...]
