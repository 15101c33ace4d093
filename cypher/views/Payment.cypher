// field: generated
coalesce(this.generated, false)

// field: total
// kind: money
// returns: Money
[this.totalMinor, this.currency]
