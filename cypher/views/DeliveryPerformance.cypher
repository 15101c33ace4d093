// field: onTimeRate
// kind: node
// returns: Figure
// On time / due.
{value: CASE WHEN this.observations >= 5 THEN this.onTime / this.due END, observations: this.observations, needed: 5}
