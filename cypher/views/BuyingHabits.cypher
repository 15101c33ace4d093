// field: recencyDays
// kind: node
// returns: Figure
// Days from the last order to the day of the view.
{value: duration.inDays(this.lastOrderAt, this.day).days, observations: this.orders, needed: 1}

// field: frequency
// kind: node
// returns: Figure
// 30 × (orders − 1) / (days from the first to the last order): orders that followed the first, in 30 days.
{value: CASE WHEN size(this.days) >= 3
          THEN 30.0 * (this.orders - 1) / duration.inDays(this.firstOrderAt, this.lastOrderAt).days END,
 observations: size(this.days), needed: 3}

// field: meanInterval
// kind: node
// returns: Figure
// Days from one day with orders to the next, on average.
{value: CASE WHEN size(this.days) >= 3
          THEN 1.0 * duration.inDays(this.firstOrderAt, this.lastOrderAt).days / (size(this.days) - 1) END,
 observations: CASE WHEN size(this.days) > 0 THEN size(this.days) - 1 ELSE 0 END, needed: 2}

// field: medianInterval
// kind: node
// returns: Figure
// The median of the same intervals; one long pause moves the mean and not this.
head(COLLECT {
  UNWIND range(1, size(this.days) - 1) AS _i
  WITH duration.inDays(this.days[_i - 1], this.days[_i]).days AS _interval
  RETURN {value: CASE WHEN count(_interval) >= 2 THEN percentileCont(_interval, 0.5) END,
          observations: count(_interval), needed: 2}
})

// field: spending
// kind: list
// returns: Spending
// order: child.currency
WITH this.customer AS _customer
MATCH (_customer)-[:PLACED]->(_order:Order)
WHERE _order.at <= asOf AND _order.totalMinor IS NOT NULL AND _order.currency IS NOT NULL
WITH DISTINCT _order
WITH _order.currency AS _currency, count(_order) AS _orders, sum(_order.totalMinor) AS _total,
  percentileCont(_order.totalMinor, 0.5) AS _median
WITH {currency: _currency, orders: _orders, total: _total, average: toInteger(round(1.0 * _total / _orders)),
  median: toInteger(round(_median))} AS child
