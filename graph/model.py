"""The graph's ontology as data: kinds of node, their fields, and the edges between them.

Code interprets it: the mapping is checked against it, the loader writes by it, and
`docs/model.md` is printed from it. A kind belongs to one of three categories:

* **party**: a role (`Customer`, `Supplier`, …). The node carries `:Party` and a label for each role it plays.
* **thing**: `:Thing` and its kind (`Product`, `Material`, `Category`, `Warehouse`).
* **interaction**: `:Interaction` and its kind (`Order`, `Invoice`, …); each has a date `at`.

Parties and things are described by `:Record` nodes; an interaction is its own record.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Category(StrEnum):
    """What sort of node a kind is; the value is the label all of its nodes share."""

    PARTY = "Party"
    THING = "Thing"
    INTERACTION = "Interaction"


class FieldType(StrEnum):
    """How a field's value is read, and how it is stored.

    `MONEY` is stored as whole minor units under `<name>Minor`, `UNIT_PRICE` as millionths of the major unit
    under `<name>Micros`; both need a currency beside them. All others keep the field's own name.
    """

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    UNIT_PRICE = "unit_price"
    LIST = "list"

    def property_name(self, name: str) -> str:
        """Name of the node property that holds a field `name` of this type."""
        return name + _SUFFIXES.get(self, "")


_SUFFIXES: Final = MappingProxyType({FieldType.MONEY: "Minor", FieldType.UNIT_PRICE: "Micros"})

_T = FieldType.TEXT
_I = FieldType.INTEGER
_N = FieldType.NUMBER
_B = FieldType.BOOLEAN
_D = FieldType.DATE
_M = FieldType.MONEY

RESERVED: Final = frozenset(
    {
        "id",
        "source",
        "table",
        "key",
        "kind",
        "nature",
        "hash",
        "load",
        "firstLoad",
        "precedence",
        "modified",
        "raw",
    }
    | {"fieldPrecedence", "row", "viaStart", "viaEnd", "searchText"}
    | {"sortName", "sortCountry", "sortCity", "sortCode"}
)
"""Property names that are Guanxi's own: no field may take one. So are all that start with `score`."""

NATURES: Final = ("Person", "Organization")
ALL: Final = "*"
"""In an edge's ends: any kind of that category, or a record itself."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node: label, category, known fields, and the nature that a party of this role has by default."""

    label: str
    category: Category
    fields: MappingProxyType[str, FieldType]
    nature: str | None = None
    caption: str = "name"


@dataclass(frozen=True, slots=True)
class EdgeType:
    """A type of edge: from which kinds to which, what it says, and its known fields."""

    type: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    caption: str
    fields: MappingProxyType[str, FieldType] = field(default_factory=lambda: MappingProxyType({}))


_PARTY: Final = {
    "name": _T,
    "legalName": _T,
    "contactName": _T,
    "contactTitle": _T,
    "phone": _T,
    "fax": _T,
    "email": _T,
    "website": _T,
    "street": _T,
    "city": _T,
    "region": _T,
    "postalCode": _T,
    "country": _T,
    "taxId": _T,
    "bankAccount": _T,
    "since": _D,
    "level": _T,
    "tags": FieldType.LIST,
    "generated": _B,
}
_EMPLOYEE: Final = {
    "firstName": _T,
    "lastName": _T,
    "jobTitle": _T,
    "department": _T,
    "birthDate": _D,
    "hiredAt": _D,
}
_AT: Final = {"at": _D, "atTime": FieldType.DATETIME, "generated": _B}
_MONEY: Final = {"total": _M, "currency": _T}
_PRODUCT: Final = {
    "name": _T,
    "code": _T,
    "description": _T,
    "unit": _T,
    "unitPrice": FieldType.UNIT_PRICE,
    "currency": _T,
    "stock": _N,
    "onOrder": _N,
    "reorderLevel": _N,
    "discontinued": _B,
    "generated": _B,
}


def _kind(label: str, category: Category, *parts: dict[str, FieldType], **options: str) -> Kind:
    fields = {name: kind for part in parts for name, kind in part.items()}
    return Kind(label, category, MappingProxyType(fields), **options)


_P, _TH, _X = Category.PARTY, Category.THING, Category.INTERACTION
_KINDS: Final = (
    _kind("Customer", _P, _PARTY),
    _kind("Supplier", _P, _PARTY, nature="Organization"),
    _kind("Employee", _P, _PARTY, _EMPLOYEE, nature="Person"),
    _kind("Partner", _P, _PARTY, nature="Organization"),
    _kind("Investor", _P, _PARTY),
    _kind("Product", _TH, _PRODUCT),
    _kind("Material", _TH, _PRODUCT),
    _kind("Category", _TH, {"name": _T, "description": _T, "generated": _B}),
    _kind("Warehouse", _TH, {"name": _T, "street": _T, "city": _T, "country": _T, "generated": _B}),
    _kind("Order", _X, _AT, _MONEY, {"requiredAt": _D, "shippedAt": _D, "freight": _M}, caption="key"),
    _kind("PurchaseOrder", _X, _AT, _MONEY, {"promisedAt": _D}, caption="key"),
    _kind("Delivery", _X, _AT, {"promisedAt": _D, "deliveredAt": _D}, caption="key"),
    _kind("Inspection", _X, _AT, {"result": _T, "inspected": _N, "rejected": _N}, caption="result"),
    _kind("Invoice", _X, _AT, _MONEY, {"number": _T, "dueAt": _D}, caption="number"),
    _kind("Payment", _X, _AT, _MONEY, {"method": _T}, caption="key"),
    _kind(
        "Complaint",
        _X,
        _AT,
        {"subject": _T, "text": _T, "severity": _T, "closedAt": _D, "outcome": _T, "satisfaction": _I},
        caption="subject",
    ),
    _kind("Contract", _X, _AT, _MONEY, {"title": _T, "startsAt": _D, "endsAt": _D}, caption="title"),
    _kind("Review", _X, _AT, {"topic": _T, "score": _N, "text": _T}, caption="topic"),
    _kind("Training", _X, _AT, {"title": _T, "hours": _N, "result": _T}, caption="title"),
    _kind("Contact", _X, _AT, {"channel": _T, "subject": _T}, caption="subject"),
)

KINDS: Final = MappingProxyType({kind.label: kind for kind in _KINDS})
ROLES: Final = tuple(kind.label for kind in _KINDS if kind.category is Category.PARTY)
OCCURRENCES: Final = tuple(kind.label for kind in _KINDS if kind.category is Category.INTERACTION)

_LINE: Final = {
    "quantity": _N,
    "unitPrice": FieldType.UNIT_PRICE,
    "currency": _T,
    "discount": _N,
    "received": _N,
    "rejected": _N,
}
_SUPPLY: Final = {
    "unitPrice": FieldType.UNIT_PRICE,
    "currency": _T,
    "leadTimeDays": _N,
    "share": _N,
    "minimumQuantity": _N,
}
_GOODS: Final = ("Product", "Material")

VALIDITY: Final = MappingProxyType({"validFrom": _D, "validTo": _D})
"""Fields of every type of edge: the first and the last day on which it holds; open where it says none."""


def _edge(name: str, starts: tuple[str, ...], ends: tuple[str, ...], caption: str, **fields: FieldType) -> EdgeType:
    return EdgeType(name, starts, ends, caption, MappingProxyType({**fields, **VALIDITY}))


_EDGES: Final = (
    _edge("PLACED", ("Customer",), ("Order",), "placed"),
    _edge("PLACED_WITH", ("PurchaseOrder",), ("Supplier",), "was placed with"),
    _edge("CONTAINS", ("Order", "PurchaseOrder", "Delivery", "Invoice"), _GOODS, "contains", **_LINE),
    _edge("SUPPLIES", ("Supplier",), _GOODS, "supplies", **_SUPPLY),
    _edge("IN_CATEGORY", (*_GOODS, "Category"), ("Category",), "is in"),
    _edge("COMPONENT_OF", _GOODS, _GOODS, "is a component of", quantity=_N),
    _edge("STORED_IN", _GOODS, ("Warehouse",), "is stored in", quantity=_N),
    _edge("FULFILS", ("Delivery",), ("Order", "PurchaseOrder"), "fulfils"),
    _edge("CARRIED_BY", ("Delivery",), ("Supplier", "Partner"), "is carried by"),
    _edge("DISPATCHED_FROM", ("Delivery",), ("Warehouse",), "left from"),
    _edge("BILLED_BY", ("Order", "PurchaseOrder", "Delivery"), ("Invoice",), "is billed by"),
    _edge("ISSUED_TO", ("Invoice",), ("Customer",), "was issued to"),
    _edge("ISSUED_BY", ("Invoice",), ("Supplier",), "was issued by"),
    _edge("SETTLES", ("Payment",), ("Invoice",), "settles", amount=_M, currency=_T),
    _edge("PAID_BY", ("Payment",), ("Customer",), "was paid by"),
    _edge("PAID_TO", ("Payment",), ("Supplier",), "was paid to"),
    _edge("RAISED", ("Customer",), ("Complaint",), "raised"),
    _edge(
        "ABOUT",
        ("Complaint", "Review", "Contact", "Inspection", "Contract"),
        (*_GOODS, "Order", "PurchaseOrder", "Delivery", *ROLES),
        "is about",
    ),
    _edge("ASSIGNED_TO", ("Order", "Complaint", "Inspection", "PurchaseOrder"), ("Employee",), "is assigned to"),
    _edge("SIGNED", ("Customer", "Supplier", "Employee", "Partner", "Investor"), ("Contract",), "signed"),
    _edge("WROTE", ("Customer", "Supplier", "Employee", "Partner"), ("Review",), "wrote"),
    _edge("ATTENDED", ("Employee",), ("Training",), "attended"),
    _edge("TOOK_PART", ROLES, ("Contact",), "took part in"),
    _edge("REPORTS_TO", ("Employee",), ("Employee",), "reports to"),
    _edge("SERVES", ("Employee",), ("Customer", "Supplier", "Partner", "Investor"), "serves"),
    _edge("OWNS", ROLES, ROLES, "owns", share=_N, value=_M, currency=_T),
    _edge("PARTNER_OF", ROLES, ROLES, "is a partner of"),
    _edge("SAME_AS", (ALL,), (ALL,), "is the same as"),
)

EDGES: Final = MappingProxyType({edge.type: edge for edge in _EDGES})
