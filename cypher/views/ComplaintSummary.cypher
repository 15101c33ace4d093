// field: open
this.raised - size(this.closed)

// field: closed
size(this.closed)

// field: daysToClose
// kind: node
// returns: Figure
// The median of the days from when a complaint was raised to when it was closed.
head(COLLECT {
  UNWIND this.closed AS _complaint
  WITH duration.inDays(_complaint.at, _complaint.closedAt).days AS _days
  RETURN {value: CASE WHEN count(_days) >= 3 THEN percentileCont(_days, 0.5) END,
          observations: count(_days), needed: 3}
})

// field: handling
// kind: node
// returns: Figure
head(COLLECT {
  UNWIND this.closed AS _complaint
  WITH _complaint.satisfaction AS _mark
  RETURN {value: CASE WHEN count(_mark) >= 3 THEN avg(_mark) END, observations: count(_mark), needed: 3}
})

// field: outcomes
// kind: list
// returns: Outcome
// order: child.complaints DESC, child.outcome
UNWIND this.closed AS _complaint
WITH _complaint.outcome AS _outcome, count(*) AS _complaints
WITH {outcome: _outcome, complaints: _complaints} AS child
