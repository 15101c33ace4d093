// field: orders
// kind: node
// returns: Figure
// 2 × (recent − before) / (recent + before), the growth rate of Davis and Haltiwanger (1992): near to the change in
// per cent while that is small, and bounded by -2 (nothing more) and 2 (nothing before). A customer that began within
// the two periods has none, or each new one would seem to grow.
{value: CASE WHEN this.oldest >= 2 * this.days - 1 AND this.recentOrders + this.beforeOrders >= 5
          THEN 2.0 * (this.recentOrders - this.beforeOrders) / (this.recentOrders + this.beforeOrders) END,
 observations: this.recentOrders + this.beforeOrders, needed: 5}

// field: spending
// kind: list
// returns: SpendingTrend
// order: child.currency
// The same of the orders' totals. A currency in which a period's sum is negative has none.
WITH this.customer AS _customer
MATCH (_customer)-[:PLACED]->(_order:Order)
WHERE _order.at <= asOf AND _order.totalMinor IS NOT NULL AND _order.currency IS NOT NULL
WITH DISTINCT _order, duration.inDays(_order.at, asOf).days AS _age
WHERE _age < 2 * this.days
WITH _order.currency AS _currency, count(_order) AS _orders,
  sum(CASE WHEN _age < this.days THEN _order.totalMinor ELSE 0 END) AS _recent,
  sum(CASE WHEN _age < this.days THEN 0 ELSE _order.totalMinor END) AS _before
WITH {currency: _currency, recent: _recent, before: _before, orders: _orders,
  covered: this.oldest >= 2 * this.days - 1} AS child
