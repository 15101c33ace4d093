// field: supplier
// kind: node
// returns: Party
startNode(this)

// field: product
// kind: node
// returns: Product
endNode(this)

// field: unitPrice
// kind: unit_price
// returns: Money
[this.unitPriceMicros, this.currency]

// field: priceVolatility
// kind: node
// returns: Figure
// The standard deviation of the changes of the logarithm of the price, from one day with purchases of the product from
// this supplier to the next (historical volatility, as in Hull, Options, Futures, and Other Derivatives, without the
// scaling to a year, since purchases are not evenly spaced). Lines of one day count once, at their mean price.
head(COLLECT {
  WITH startNode(this) AS _supplier, endNode(this) AS _product
  MATCH (_supplier)<-[:PLACED_WITH]-(_order:PurchaseOrder)-[_line:CONTAINS]->(_product)
  WHERE _order.at <= asOf AND _line.unitPriceMicros > 0
  WITH DISTINCT _line, _order.at AS _day, coalesce(_line.currency, _order.currency) AS _currency
  WHERE _currency IS NOT NULL
  WITH _currency, _day, avg(_line.unitPriceMicros) AS _price ORDER BY _currency, _day
  WITH _currency, collect(_price) AS _prices
  UNWIND range(1, size(_prices) - 1) AS _i
  WITH log(_prices[_i] / _prices[_i - 1]) AS _change
  RETURN {value: CASE WHEN count(_change) >= 3 THEN stDev(_change) END, observations: count(_change), needed: 3}
})
