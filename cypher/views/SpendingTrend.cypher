// field: recent
// kind: money
// returns: Money
[this.recent, this.currency]

// field: before
// kind: money
// returns: Money
[this.before, this.currency]

// field: change
// kind: node
// returns: Figure
{value: CASE WHEN this.covered AND this.orders >= 5 AND this.recent >= 0 AND this.before >= 0
              AND this.recent + this.before > 0
          THEN 2.0 * (this.recent - this.before) / (this.recent + this.before) END,
 observations: this.orders, needed: 5}
