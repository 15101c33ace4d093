// field: since
@Record.since(this)

// field: until
// The day from which the next version holds.
head(COLLECT {
  MATCH (_record:Record)-[:WAS]->{0,1}(this) MATCH (_record)-[:WAS]->{0,1}(_next) WHERE _next.load > this.load
  RETURN @Record.since(_next) ORDER BY _next.load LIMIT 1
})

// field: ended
this.hash = 'ended'

// field: modified
toString(this.modified)

// field: facts
// kind: facts
this{.*}
