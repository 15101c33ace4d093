// field: value
// kind: money
// returns: Money
[this.value, this.currency]
