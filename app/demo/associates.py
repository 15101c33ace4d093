"""Partners and investors: made up, because Northwind knows neither; who introduced whom, and who owns what."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.demo.rows import Company

PARTNERS: Final = (
    Company(
        "P-1", "Ostsee Food Agency", "Agnieszka Nowicka", "Managing Partner", "ul. Portowa 3", "Gdansk", "",
        "80-831", "Poland", "+48 58 555 0143",
    ),
    Company(
        "P-2", "Casa Verde Food Brokers", "Thiago Bastos", "Broker", "Rua das Figueiras, 51", "Sao Paulo", "SP",
        "05410-000", "Brazil", "+55 11 5555 0178",
    ),
    Company(
        "P-3", "Pacific Rim Trade Fairs", "Dana Whitlock", "Exhibitor Relations", "88 Pier Street", "Seattle", "WA",
        "98121", "USA", "+1 206 555 0110",
    ),
    Company(
        "P-4", "Hanse Coldstore", "Jürgen Petersen", "Site Manager", "Fischereihafen 12", "Hamburg", "",
        "22767", "Germany", "+49 40 5550 199",
    ),
    Company(
        "P-5", "Plate & Vine Cooking School", "Rosalind Hart", "Head of School", "5 Almond Mews", "London", "",
        "SE1 9AB", "UK", "+44 20 7946 0102",
    ),
)  # fmt: skip

INTRODUCED: Final = (
    *(("P-1", customer) for customer in ("WOLZA", "FOLKO", "BERGS", "WARTH", "SIMOB")),
    *(("P-2", customer) for customer in ("HANAR", "QUEDE", "QUEEN", "RICAR", "WELLI", "TRADH")),
    *(("P-3", customer) for customer in ("SAVEA", "WHITC", "TRAIH")),
    *(("P-5", customer) for customer in ("AROUT", "SEVES", "EASTC")),
)
"""Which partner introduced which customers, and goes on working with them."""

INVESTORS: Final = (
    Company(
        "I-0", "Northwind Traders", "Andrew Fuller", "Vice President, Sales", "1 Portage Bay", "Seattle", "WA",
        "98102", "USA", "+1 206 555 0100",
    ),
    Company(
        "I-1", "Harbour Point Capital", "Lowell Greene", "Partner", "400 Union Square", "Seattle", "WA",
        "98101", "USA", "+1 206 555 0161",
    ),
    Company(
        "I-2", "Whitcombe Family Office", "Eleanor Whitcombe", "Trustee", "27 Garden Terrace", "Portland", "OR",
        "97205", "USA", "+1 503 555 0127",
    ),
    Company(
        "I-3", "Fjordland Invest", "Sigrid Aas", "Investment Director", "Kaigaten 4", "Bergen", "",
        "5015", "Norway", "+47 55 55 01 88",
    ),
    Company(
        "I-4", "Mediterranea Holding", "Chiara Bellandi", "Chief Executive", "Corso Garibaldi 19", "Bologna", "",
        "40124", "Italy", "+39 051 555 0133",
    ),
    Company(
        "I-5", "Alpine Genuss Beteiligungen", "Reto Imhof", "Delegate of the Board", "Bahnhofplatz 2", "Zug", "",
        "6300", "Switzerland", "+41 41 555 01 20",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """A share in a company, and what it is worth in the investor's books."""

    investor: str
    system: str
    table: str
    key: str
    share: Decimal
    value: Decimal


def _holding(investor: str, ref: str, share: str, value: int) -> Holding:
    system, table, key = ref.split(":")
    return Holding(investor, system, table, key, Decimal(share), Decimal(value).quantize(Decimal("0.01")))


HOLDINGS: Final = (
    _holding("I-1", "finance:investors:I-0", "0.40", 3_200_000),
    _holding("I-2", "finance:investors:I-0", "0.35", 2_800_000),
    _holding("I-0", "srm:suppliers:3", "0.25", 310_000),
    _holding("I-3", "srm:suppliers:15", "0.40", 920_000),
    _holding("I-3", "srm:suppliers:17", "0.35", 610_000),
    _holding("I-3", "srm:suppliers:9", "0.25", 180_000),
    _holding("I-4", "srm:suppliers:14", "0.51", 1_450_000),
    _holding("I-4", "crm:customers:REGGC", "0.30", 540_000),
    _holding("I-5", "srm:suppliers:11", "0.30", 760_000),
    _holding("I-5", "srm:suppliers:12", "0.20", 480_000),
    _holding("I-5", "crm:customers:ERNSH", "0.15", 390_000),
)
"""Who owns what. Mediterranea holds both sources of the same cheeses; Fjordland stands behind three suppliers."""
