// field: category
// kind: node
// returns: Category
this.category

// field: share
1.0 * this.lines / this.all

// field: lift
// kind: node
// returns: Figure
// As of a product; a line counts for each category that its product is in.
head(COLLECT {
  WITH this.category AS _category
  WITH COUNT {
      MATCH (_category)<-[:IN_CATEGORY]-(_product:Thing) WITH DISTINCT _product
      MATCH (_product)<-[:CONTAINS]-(_order:Order) WHERE coalesce(_order.at <= asOf, true)
    } AS _lines,
    COUNT { (:Order)-[:CONTAINS]->() } - COUNT { MATCH (_later:Order)-[:CONTAINS]->() WHERE _later.at > asOf } AS _all
  RETURN {value: CASE WHEN this.all >= 10 THEN (1.0 * this.lines / this.all) / (1.0 * _lines / _all) END,
          observations: this.all, needed: 10}
})
