// field: reviews
// kind: node
// returns: Figure
head(COLLECT {
  MATCH (this)-[:WROTE]->(_review:Review) WHERE _review.at <= asOf
  WITH DISTINCT _review
  RETURN @Review.mean(_review)
})

// field: handling
// kind: node
// returns: Figure
head(COLLECT {
  MATCH (this)-[:RAISED]->(_complaint:Complaint) WHERE _complaint.at <= asOf AND _complaint.closedAt <= asOf
  WITH DISTINCT _complaint
  WITH _complaint.satisfaction AS _mark
  RETURN {value: CASE WHEN count(_mark) >= 3 THEN avg(_mark) END, observations: count(_mark), needed: 3}
})
