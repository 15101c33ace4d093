"""People beside Northwind's nine: the operations team, which buys, receives, inspects, pays and takes complaints."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Colleague:
    """A made-up employee. `manager` is an id here, or among Northwind's nine for the head of the team."""

    id: str
    first_name: str
    last_name: str
    title: str
    department: str
    born: date
    hired: date
    city: str
    country: str
    manager: str


OPERATIONS: Final = (
    Colleague(
        "101", "Ingrid", "Solheim", "Head of Operations", "Operations", date(1952, 4, 17), date(1992, 9, 1),
        "Seattle", "USA", "2",
    ),
    Colleague(
        "102", "Marcus", "Okafor", "Buyer", "Purchasing", date(1961, 11, 3), date(1993, 2, 15),
        "Seattle", "USA", "101",
    ),
    Colleague(
        "103", "Beatriz", "Lindqvist", "Buyer", "Purchasing", date(1966, 6, 29), date(1994, 6, 1),
        "London", "UK", "101",
    ),
    Colleague(
        "104", "Tomasz", "Brandt", "Quality Inspector", "Quality", date(1959, 1, 22), date(1993, 8, 2),
        "Hamburg", "Germany", "101",
    ),
    Colleague(
        "105", "Helen", "Castellano", "Customer Care Agent", "Customer Care", date(1968, 9, 8), date(1995, 3, 6),
        "Seattle", "USA", "101",
    ),
    Colleague(
        "106", "Priya", "Whitfield", "Accountant", "Finance", date(1963, 12, 12), date(1994, 1, 10),
        "Seattle", "USA", "101",
    ),
    Colleague(
        "107", "Kenji", "Rasmussen", "Quality Inspector", "Quality", date(1970, 3, 5), date(1996, 2, 1),
        "Seattle", "USA", "104",
    ),
)  # fmt: skip

TEAM: Final = frozenset(colleague.id for colleague in OPERATIONS)
BUYERS: Final = ("102", "103")
INSPECTORS: Final = ("104", "107")


def by_sheet(person: str) -> tuple[str, str]:
    """Return a person's id in two columns, one of them empty: Northwind's nine, and the operations team.

    HR keeps the two on separate sheets, so a row that names a person has to say on which.
    """
    return ("", person) if person in TEAM else (person, "")
