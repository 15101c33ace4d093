"""Intelligence: snapshots of the graph, algorithms over them, and what they say in the business's terms."""
