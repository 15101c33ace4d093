// field: holds
// kind: part
// Whether an edge holds on the day: both of its days are its own, and one that is not given is no bound.
(coalesce(this.validFrom <= asOf, true) AND coalesce(this.validTo >= asOf, true))
