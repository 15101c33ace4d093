// field: total
// kind: money
// returns: Money
[this.total, this.currency]

// field: average
// kind: money
// returns: Money
[this.average, this.currency]

// field: median
// kind: money
// returns: Money
[this.median, this.currency]
