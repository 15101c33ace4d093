"""Key persons: whose parties nobody else of us knows."""

from typing import Any, Final

import numpy as np

from algorithms.arrays import summed
from graph.snapshot import Snapshot
from intelligence.assumptions import Assumptions
from intelligence.books import books_of
from intelligence.jobs.metric import Found, Metric, found, named
from intelligence.money import currency_of

_TOP: Final = 3


def key_persons(snapshot: Snapshot, assumptions: Assumptions) -> Found:
    """Business within the window with parties that deal with one employee alone, by employee.

    A party deals with whoever took its orders, contacts or complaints within the window, else with those who are said
    to serve it. 0 says that all of an employee's parties know a colleague too; without any party there is no score.
    """
    books, people = books_of(snapshot, assumptions), snapshot.tied("people")
    n = len(snapshot.nodes)
    dealt = books.served > 0
    party, employee = people.owner()[dealt].astype(np.int64), people.target[dealt].astype(np.int64)
    business = books.revenue + books.spend
    alone = np.bincount(party, minlength=n)[party] == 1
    value = summed(employee[alone], business[party[alone]], n)
    parties, sole = np.bincount(employee, minlength=n), np.bincount(employee[alone], minlength=n)
    employees = np.flatnonzero(parties)
    colleague = _colleagues(party, employee, books.served[dealt])

    def evidence(i: int) -> dict[str, Any]:
        own = int(employees[i])
        only = party[alone & (employee == own)]
        largest = only[np.argsort(-business[only], kind="stable")][:_TOP]
        names = named(snapshot.nodes, largest.tolist(), most=_TOP)
        worth = business[largest].round(2).tolist()
        return {
            "parties": int(parties[own]),
            "alone": int(sole[own]),
            "largest": [{**name, "value": each} for name, each in zip(names, worth, strict=True)],
            "nextColleague": next(iter(named(snapshot.nodes, colleague.get(own, [])[:1])), None),
        }

    metric = Metric(
        "keyPerson", "Key persons: business with parties that deal with them alone", currency_of(snapshot, assumptions)
    )
    insufficient = int((snapshot.nodes.having("Employee") & (parties == 0)).sum())
    return found(
        metric, snapshot.nodes, employees, value[employees], evidence, insufficient=insufficient,
        engine="process", tolerance=0.0, iterations=0, converged=True, currency=metric.unit,
    )  # fmt: skip


def _colleagues(party: Any, employee: Any, served: Any) -> dict[int, list[int]]:
    """Of each employee, who else deals with the same parties, the strongest first."""
    by_party: dict[int, list[tuple[int, float]]] = {}
    for each, person, share in zip(party.tolist(), employee.tolist(), served.tolist(), strict=True):
        by_party.setdefault(each, []).append((person, share))
    total: dict[int, dict[int, float]] = {}
    for together in by_party.values():
        for person, _ in together:
            for other, share in together:
                if other != person:
                    shares = total.setdefault(person, {})
                    shares[other] = shares.get(other, 0.0) + share
    return {person: sorted(shares, key=lambda o: (-shares[o], o)) for person, shares in total.items()}
