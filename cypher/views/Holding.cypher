// field: owner
// kind: node
// returns: Party
startNode(this)

// field: held
// kind: node
// returns: Party
endNode(this)

// field: value
// kind: money
// returns: Money
[this.valueMinor, this.currency]
