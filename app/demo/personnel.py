"""What HR keeps about people: trainings, appraisals by the one they report to, and how they like it here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from app.demo.dice import Dice
from app.demo.engagement import Survey
from app.demo.people import OPERATIONS
from app.demo.period import START, TODAY, plus, workday
from app.demo.rows import Northwind

_APPRAISALS: Final = (date(1996, 12, 16), date(1997, 12, 15))
_CLIMATE: Final = (date(1996, 11, 11), date(1997, 11, 10))
_COURSES: Final[tuple[tuple[str, int], ...]] = (
    ("Negotiation", 16),
    ("Food safety", 8),
    ("Export papers", 8),
    ("Spreadsheets", 12),
    ("Difficult conversations", 8),
    ("First aid", 6),
    ("Managing people", 24),
    ("Spanish for trade", 40),
)
_MANAGER_COURSE: Final = "Managing people"


@dataclass(frozen=True, slots=True)
class Training:
    """One person's attendance at a course."""

    id: str
    person: str
    day: date
    title: str
    hours: int
    result: str


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A mark from 1 to 5: of a person by its manager, or (without one) of the house by a person."""

    id: str
    person: str
    manager: str
    day: date
    score: Decimal
    text: str


def _staff(northwind: Northwind) -> dict[str, str]:
    """Return everyone's manager, by the person's id."""
    return {row.id: row.reports_to for row in northwind.employees} | {row.id: row.manager for row in OPERATIONS}


def train(northwind: Northwind) -> tuple[Training, ...]:
    """Return all trainings, oldest first."""
    staff = _staff(northwind)
    managers = set(staff.values())
    made = [training for person in staff for training in _trainings(person, person in managers)]
    made.sort(key=lambda training: (training.day, training.person))
    return tuple(replace(training, id=f"TR-{401 + index}") for index, training in enumerate(made))


def _trainings(person: str, manages: bool) -> Iterator[Training]:
    dice = Dice("training", person)
    courses = [course for course in _COURSES if manages or course[0] != _MANAGER_COURSE]
    for title, hours in dice.some(courses, dice.number(1, 4)):
        day = workday(plus(START, dice.number(20, (TODAY - START).days - 10)))
        yield Training("", person, day, title, hours, dice.pick(("passed", "passed", "passed", "attended", "failed")))


def appraise(northwind: Northwind, surveys: Iterable[Survey]) -> tuple[Appraisal, ...]:
    """Return the yearly appraisals; whoever serves customers is marked near what they say."""
    marks: dict[str, list[int]] = {}
    for answer in surveys:
        marks.setdefault(answer.employee, []).append(answer.score)
    made = []
    for day in _APPRAISALS:
        for person, manager in _staff(northwind).items():
            if not manager:
                continue
            dice = Dice("appraisal", person, day)
            heard = marks.get(person, [])
            base = Decimal(sum(heard)) / len(heard) if heard else Decimal(4)
            score = _half(base + dice.decimal("-0.5", "0.5", 1))
            text = "Goals met." if score >= 4 else "Goals met in part." if score >= 3 else "Needs support."
            made.append(Appraisal("", person, manager, workday(plus(day, dice.number(0, 4))), score, text))
    return tuple(replace(appraisal, id=f"AP-{501 + index}") for index, appraisal in enumerate(made))


def climate(northwind: Northwind) -> tuple[Appraisal, ...]:
    """Return what people say of the house in the yearly survey."""
    made = []
    for day in _CLIMATE:
        for person in _staff(northwind):
            dice = Dice("climate", person, day)
            score = _half(Dice("climate", person).decimal("2.5", "5.0", 1) + dice.decimal("-0.6", "0.4", 1))
            made.append(Appraisal("", person, "", workday(plus(day, dice.number(0, 11))), score, ""))
    return tuple(replace(answer, id=f"WS-{601 + index}") for index, answer in enumerate(made))


def _half(score: Decimal) -> Decimal:
    """Return the nearest half mark between 1 and 5."""
    return min(max((score * 2).quantize(Decimal(1)) / 2, Decimal(1)), Decimal(5))
