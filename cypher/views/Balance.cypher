// field: receivable
// kind: node
// returns: Ageing
this.receivable

// field: payable
// kind: node
// returns: Ageing
this.payable

// field: net
// kind: money
// returns: Money
// What the party owes us less what we owe it.
[this.receivable.open - this.payable.open, this.currency]
