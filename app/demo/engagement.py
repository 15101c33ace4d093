"""How customers are kept in touch with, and what they say when they are asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.demo import stories
from app.demo.complaints import Complaint
from app.demo.dice import Dice
from app.demo.outbound import Delivery
from app.demo.period import START, TODAY, plus, workday
from app.demo.rows import Order

SURVEYS: Final = (date(1996, 12, 9), date(1997, 6, 9), date(1997, 12, 8))
_SUBJECTS: Final = ("new assortment", "price list", "order forecast", "delivery dates", "annual talk", "tasting")
_CHANNELS: Final = ("call", "call", "call", "mail", "visit", "trade fair")
_NEGLECT: Final = {
    stories.SILENT_CUSTOMER: (date(1997, 10, 1), TODAY),
    stories.FALLING_CUSTOMER: (date(1997, 12, 20), date(1998, 4, 2)),
}
"""When nobody got in touch with two customers, whatever the dice say."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A call, a mail or a meeting between a customer and one of ours; perhaps about an order."""

    id: str
    customer: str
    employee: str
    day: date
    channel: str
    subject: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """A customer's mark, from 1 to 5, for whoever serves it."""

    id: str
    customer: str
    employee: str
    day: date
    score: int
    text: str


def keep_in_touch(
    orders: Iterable[Order], serves: dict[str, str], complaints: Iterable[Complaint]
) -> tuple[Contact, ...]:
    """Return all contacts, oldest first: a round of calls and visits, and a call about each grave complaint."""
    first: dict[str, date] = {}
    for order in orders:
        first[order.customer] = min(order.ordered, first.get(order.customer, order.ordered))
    made = [contact for customer, day in first.items() for contact in _round(customer, serves[customer], day)]
    made += [
        Contact("", case.customer, case.handler, case.raised, "call", f"complaint: {case.subject}", case.order)
        for case in complaints
        if case.severity == "high"
    ]
    made.append(
        Contact(
            "", stories.FALLING_CUSTOMER, serves[stories.FALLING_CUSTOMER], date(1998, 4, 3), "visit", "annual talk"
        )
    )
    made.sort(key=lambda contact: (contact.day, contact.customer, contact.subject))
    return tuple(replace(contact, id=f"CT-{2001 + index}") for index, contact in enumerate(made))


def _round(customer: str, employee: str, first_order: date) -> Iterator[Contact]:
    dice = Dice("contacts", customer)
    day = max(plus(first_order, -dice.number(3, 20)), START)
    since, until = _NEGLECT.get(customer, (TODAY, TODAY))
    while (on := workday(day)) <= TODAY:
        if not since <= on < until:
            yield Contact("", customer, employee, on, dice.pick(_CHANNELS), dice.pick(_SUBJECTS))
        day = plus(day, dice.number(60, 150))


def survey(
    deliveries: Iterable[Delivery], complaints: Iterable[Complaint], serves: dict[str, str]
) -> tuple[Survey, ...]:
    """Return what customers said in each survey, about the half year before it."""
    sent, cases = tuple(deliveries), tuple(complaints)
    made = [
        answer
        for day in SURVEYS
        for customer in sorted(serves)
        if (answer := _answer(customer, serves[customer], day, sent, cases))
    ]
    return tuple(replace(answer, id=f"SV-{3001 + index}") for index, answer in enumerate(made))


def _answer(
    customer: str, employee: str, day: date, sent: tuple[Delivery, ...], cases: tuple[Complaint, ...]
) -> Survey | None:
    """Return the customer's answer: worse for each late delivery and each complaint, above all an unsettled one."""
    since = plus(day, -182)
    mine = [d for d in sent if d.order.table == "orders" and d.order.customer == customer and since <= d.sent < day]
    dice = Dice("survey", customer, day)
    if not mine or not (customer in stories.ALWAYS_ANSWER or dice.chance(0.75)):
        return None
    late = sum(d.delivered is not None and d.order.required < d.delivered < day for d in mine)
    raised = [case for case in cases if case.customer == customer and since <= case.raised < day]
    open_cases = sum(case.closed is None or case.closed >= day for case in raised)
    score = dice.pick((4, 4, 5, 5, 5)) - min(late, 1) - min(len(raised), 2) - open_cases
    text = "We are still waiting for an answer." if open_cases else "Goods came too late." if late else ""
    return Survey("", customer, employee, workday(plus(day, dice.number(1, 12))), max(score, 1), text)
