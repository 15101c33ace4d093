// How many nodes there are of each kind, all from the count store; placeholders are rows that others name and no load
// has brought yet, checkpoints are loads that were interrupted.
// params: -
// returns: version, nodes, checkpoints
// mode: read
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN coalesce(g.version, 0) AS version,
  {
    Party: COUNT { (:Party) }, Customer: COUNT { (:Customer) }, Supplier: COUNT { (:Supplier) },
    Employee: COUNT { (:Employee) }, Partner: COUNT { (:Partner) }, Investor: COUNT { (:Investor) },
    Record: COUNT { (:Record) }, Placeholder: COUNT { (:Placeholder) }, Product: COUNT { (:Product) },
    Order: COUNT { (:Order) }, PurchaseOrder: COUNT { (:PurchaseOrder) }, Delivery: COUNT { (:Delivery) },
    Inspection: COUNT { (:Inspection) }, Invoice: COUNT { (:Invoice) }, Payment: COUNT { (:Payment) },
    Complaint: COUNT { (:Complaint) }, Contract: COUNT { (:Contract) }, Review: COUNT { (:Review) },
    Training: COUNT { (:Training) }
  } AS nodes,
  COUNT { (:Checkpoint) } AS checkpoints
