// field: open
// kind: money
// returns: Money
[this.open, this.currency]

// field: notDue
// kind: money
// returns: Money
[this.notDue, this.currency]

// field: overdue
// kind: money
// returns: Money
[this.open - this.notDue, this.currency]

// field: upTo30
// kind: money
// returns: Money
[this.upTo30, this.currency]

// field: upTo60
// kind: money
// returns: Money
[this.upTo60, this.currency]

// field: upTo90
// kind: money
// returns: Money
[this.upTo90, this.currency]

// field: over90
// kind: money
// returns: Money
[this.over90, this.currency]
