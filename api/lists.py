"""What root fields that list things have in common."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Annotated, Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.fields import AS_OF

AsOf = Annotated[
    date | None,
    strawberry.argument(description=f"{AS_OF} Default: the newest day on which something occurred."),
]


@strawberry.enum(description="The direction of an order.")
class Direction(Enum):
    """A direction."""

    ASC = "ASC"
    DESC = "DESC"


def given(filter_: Any) -> Mapping[str, Any]:
    """Return what a filter says, by the names of the schema; enums become their values."""
    if not filter_:
        return {}
    values = {to_camel_case(field.name): getattr(filter_, field.name) for field in fields(filter_)}
    return {
        name: value.value if isinstance(value, Enum) else value
        for name, value in values.items()
        if value is not strawberry.UNSET
    }
