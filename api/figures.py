"""GraphQL types of figures: what is worked out from many interactions, and how many it rests on."""

from datetime import date

import strawberry

from api.fields import Money, described


@strawberry.type(description="A number worked out from data, or word that there are too few of them.")
class Figure:
    """A figure and how much it rests on."""

    value: float | None = described("Null where `insufficient`.")
    observations: int = described("How many data it rests on; each figure says of what kind.")
    needed: int = described("How many it takes at least.")
    insufficient: bool = described("Whether there are too few data to tell.")


@strawberry.type(description="Open invoices of one currency, by how long they are overdue. Credits count as less.")
class Ageing:
    """Open amounts by age."""

    currency: str = described("ISO 4217 code.")
    open: Money = described("All that is still to be paid.")
    not_due: Money = described("Of that: due on the day of the view, later, or without a date.")
    overdue: Money = described("Of that: due before the day of the view.")
    up_to30: Money = described("Overdue for 1 to 30 days.")
    up_to60: Money = described("Overdue for 31 to 60 days.")
    up_to90: Money = described("Overdue for 61 to 90 days.")
    over90: Money = described("Overdue for more than 90 days.")
    invoices: int = described("How many invoices have something open.")
    unknown: int = described("How many invoices are not in the amounts, as nobody can know what is open of them.")


@strawberry.type(description="What a party owes the company, and is owed, in one currency.")
class Balance:
    """A party's balance."""

    currency: str = described("ISO 4217 code.")
    receivable: Ageing = described("What it owes, as a customer.")
    payable: Ageing = described("What it is owed, as a supplier.")
    net: Money = described("Receivable less payable: below nothing where the company owes more.")


@strawberry.type(description="Orders of one currency together.")
class Spending:
    """What a customer spends."""

    currency: str = described("ISO 4217 code.")
    orders: int = described("Orders with a total in this currency.")
    total: Money
    average: Money = described("Of an order, rounded half up.")
    median: Money = described("Of an order, rounded half up.")


@strawberry.type(description="How often, how recently and for how much a customer orders.")
class BuyingHabits:
    """A customer's habits."""

    orders: int
    first_order_at: date | None
    last_order_at: date | None
    recency_days: Figure = described("Days from the last order to the day of the view; rests on orders.")
    frequency: Figure = described(
        "Orders in 30 days, from the first order to the last: 30 × (orders - 1) / days between; rests on days with "
        "orders."
    )
    mean_interval: Figure = described("Days from one day with orders to the next, on average; rests on intervals.")
    median_interval: Figure = described("Days from one day with orders to the next, the median; rests on intervals.")
    spending: list[Spending] = described("For each currency; orders without a total are left out.")


@strawberry.type(description="Orders' totals in one currency, in two periods.")
class SpendingTrend:
    """How a customer's spending changed."""

    currency: str = described("ISO 4217 code.")
    recent: Money = described("In the last `days` days.")
    before: Money = described("In as many days before.")
    change: Figure = described(
        "2 × (recent - before) / (recent + before): from -2 (nothing any more) over 0 (no change) to 2 (nothing "
        "before); rests on orders in both periods, and needs a customer that began before them."
    )


@strawberry.type(description="The last days beside as many days before.")
class Trend:
    """How a customer's orders changed."""

    days: int = described("Days of each of the two periods; the later one ends on the day of the view.")
    recent_orders: int = described("Orders of the last `days` days.")
    before_orders: int = described("Orders of as many days before.")
    orders: Figure = described(
        "2 × (recent - before) / (recent + before): from -2 (no order any more) over 0 (no change) to 2 (none "
        "before); rests on orders in both periods, and needs a customer that began before them."
    )
    spending: list[SpendingTrend] = described("For each currency.")


@strawberry.type(description="How many complaints ended so.")
class Outcome:
    """An outcome."""

    outcome: str | None = described("Null where nothing was noted.")
    complaints: int


@strawberry.type(description="Complaints together: a customer's, or those that an employee handles.")
class ComplaintSummary:
    """Complaints in sum."""

    open: int
    closed: int
    days_to_close: Figure = described("Days from the complaint to its end, the median; rests on closed complaints.")
    handling: Figure = described(
        "Customers' mark for the handling, on average (1 to 5); rests on closed complaints that have one."
    )
    outcomes: list[Outcome] = described("Of closed complaints, the commonest first.")


@strawberry.type(description="How satisfied a customer is, by what it said; the two are never mixed.")
class Satisfaction:
    """A customer's satisfaction."""

    reviews: Figure = described("Score of the reviews that it wrote, on average, on the source's own scale.")
    handling: Figure = described("Its mark for the handling of complaints, on average (1 to 5).")


@strawberry.type(
    description="What was promised for the day of the view or before, and when it arrived. For a supplier it counts "
    "units ordered, for a carrier deliveries."
)
class DeliveryPerformance:
    """How punctual a supplier or carrier is."""

    on_time_rate: Figure = described(
        "On time / due, 0 to 1; rests on lines of purchase orders, or on deliveries of a carrier."
    )
    due: float = described("Promised for the day of the view or before.")
    on_time: float = described("Of that: arrived by the promised day.")
    late: float = described("Of that: arrived later.")
    outstanding: float = described("Of that: not arrived yet.")


@strawberry.type(description="How much of what a supplier sends can be used.")
class Quality:
    """A supplier's quality."""

    pass_rate: Figure = described("1 - rejected / inspected, 0 to 1, by quantity; rests on inspections.")
    acceptance_rate: Figure = described(
        "1 - rejected / received, 0 to 1, by quantity; rests on lines of deliveries that have arrived."
    )
