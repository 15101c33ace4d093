// field: product
// kind: node
// returns: Product
this.product

// field: share
1.0 * this.lines / this.all

// field: lift
// kind: node
// returns: Figure
// The customer's share of order lines that are about the product, over the share of all order lines. All lines come
// from the count store, less those of later days, so that only the product's own lines are walked; orders without a
// day are among them.
head(COLLECT {
  WITH this.product AS _product
  WITH COUNT { MATCH (_product)<-[:CONTAINS]-(_order:Order) WHERE coalesce(_order.at <= asOf, true) } AS _lines,
    COUNT { (:Order)-[:CONTAINS]->() } - COUNT { MATCH (_later:Order)-[:CONTAINS]->() WHERE _later.at > asOf } AS _all
  RETURN {value: CASE WHEN this.all >= 10 THEN (1.0 * this.lines / this.all) / (1.0 * _lines / _all) END,
          observations: this.all, needed: 10}
})
