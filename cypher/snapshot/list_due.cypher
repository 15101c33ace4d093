// Ids of the invoices that fall due from one day until before another: the day's movement makes them overdue, or not.
// params: after, until
// returns: id
// mode: read
MATCH (n:Invoice) WHERE $after <= n.dueAt < $until
RETURN n.id AS id
