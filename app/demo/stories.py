"""What the demo is made to show: the few parties whose lot is chosen, not thrown. `docs/demo.md` tells them."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Link(StrEnum):
    """How an account in finance can be told to be a party that another system knows."""

    CROSSWALK = "crosswalk"
    TAX_ID = "tax id"
    NONE = "none"


SAMPLE_CUSTOMER: Final = "ALFKI"
FALLING_CUSTOMER: Final = "ERNSH"
"""Its orders really fell from month to month, from December 1997 to March 1998."""
SILENT_CUSTOMER: Final = "MEREP"
"""It really ordered every other month until 30 October 1997, and never again."""

LATE_SUPPLIER: Final = "14"
POOR_SUPPLIER: Final = "24"
SINGLE_SOURCE: Final = "18"
"""Côte de Blaye, the product that earns most, comes from nobody else."""

CUSTOMERS_THAT_SUPPLY: Final = MappingProxyType({"S-201": "REGGC", "S-202": "FURIB", "S-203": "MAGAA"})
SUPPLIERS_THAT_BUY: Final = ("12", "4", "20")
DIRECT_CLERKS: Final = MappingProxyType({"12": "9", "4": "6", "20": "7"})
"""Who serves them: the ones who speak German and Japanese, and Robert King."""

PARTY_LINKS: Final = MappingProxyType(
    {
        "crm:customers:ALFKI": Link.CROSSWALK,
        "crm:customers:ERNSH": Link.CROSSWALK,
        "crm:customers:MEREP": Link.TAX_ID,
        "crm:customers:REGGC": Link.CROSSWALK,
        "crm:customers:FURIB": Link.TAX_ID,
        "crm:customers:MAGAA": Link.TAX_ID,
        "srm:suppliers:4": Link.TAX_ID,
        "srm:suppliers:12": Link.TAX_ID,
        "srm:suppliers:20": Link.CROSSWALK,
        "srm:suppliers:14": Link.CROSSWALK,
        "srm:suppliers:18": Link.CROSSWALK,
        "srm:suppliers:24": Link.TAX_ID,
        "srm:second_sources:S-201": Link.TAX_ID,
        "srm:second_sources:S-202": Link.CROSSWALK,
        "srm:second_sources:S-203": Link.TAX_ID,
        "warehouse:carriers:1": Link.CROSSWALK,
        "warehouse:carriers:2": Link.TAX_ID,
        "warehouse:carriers:3": Link.NONE,
    }
)
"""How an account is linked, where a story needs it; elsewhere it is thrown."""

BUYER_LINKS: Final = MappingProxyType({"12": Link.TAX_ID, "4": Link.CROSSWALK, "20": Link.TAX_ID})
"""How the debtor account of a supplier that buys is linked."""

WITHOUT_TAX_ID: Final = frozenset({"srm:suppliers:20"})
"""Its debtor account leads to it by two steps only: equal tax ids inside finance, then the crosswalk."""

ALWAYS_ANSWER: Final = frozenset({SAMPLE_CUSTOMER, FALLING_CUSTOMER, SILENT_CUSTOMER})
"""Customers that answer every survey."""

CARRIERS_USED: Final = ("1", "2", "3")
"""Northwind knows six shippers, and ships with three."""
