// field: customer
// kind: node
// returns: Party
this.customer
