"""One view, asked in three ways, and what is the same in the three answers."""

from typing import Any

GUANXI = """
query View($id: ID!) {
  party(id: $id) {
    id name country
    customer {
      orders(first: 20) { edges { node {
        key at total { amount currency }
        lines(first: 5) { edges { node {
          quantity unitPrice { amount currency }
          product { name suppliers(first: 5) { edges { node { supplier { name country } } } } }
        } } }
      } } }
    }
  }
}
"""

PEER = """
query View($id: ID!) {
  customers(where: { id: { eq: $id } }) {
    id name country
    orders(limit: 20, sort: [{ at: DESC }, { id: ASC }]) {
      key at totalMinor currency
      linesConnection(first: 5, sort: [{ node: { sortName: ASC } }, { node: { id: ASC } }]) { edges {
        properties { quantity unitPriceMicros currency }
        node { name suppliers(limit: 5, sort: [{ sortName: ASC }, { id: ASC }]) { name country } }
      } }
    }
  }
}
"""
"""In @neo4j/graphql's own form: it has no facets and no amounts, so it does less, which is in its favour."""

BARE = """
MATCH (p:Party {id: $id})
RETURN {data: {party: {
  id: p.id, name: p.name, country: p.country,
  customer: {orders: {edges: COLLECT {
    MATCH (p)-[:PLACED]->(o:Order)
    WITH o ORDER BY o.at DESC, o.id LIMIT 20
    RETURN {node: {
      key: o.key, at: toString(o.at),
      total: {amount: (o.totalMinor / 100) + '.' + right('0' + (o.totalMinor % 100), 2), currency: o.currency},
      lines: {edges: COLLECT {
        MATCH (o)-[l:CONTAINS]->(g:Product)
        WITH l, g ORDER BY g.sortName, g.id LIMIT 5
        RETURN {node: {
          quantity: l.quantity,
          unitPrice: {
            amount: (l.unitPriceMicros / 1000000) + '.' + right('0' + (l.unitPriceMicros / 10000 % 100), 2),
            currency: l.currency
          },
          product: {
            name: g.name,
            suppliers: {edges: COLLECT {
              MATCH (g)<-[:SUPPLIES]-(s:Supplier)
              WITH s ORDER BY s.sortName, s.id LIMIT 5
              RETURN {node: {supplier: {name: s.name, country: s.country}}}
            }}
          }
        }}
      }}
    }}
  }}}
}}} AS answer
"""
"""What an expert writes by hand for this one view: Neo4j makes the JSON's very shape."""

Facts = list[Any]


def facts(answer: dict[str, Any]) -> Facts:
    """The values of an answer in Guanxi's form, in their order."""
    party = answer["data"]["party"]
    return [
        party["id"], party["name"], party["country"],
        [_order(edge["node"]) for edge in party["customer"]["orders"]["edges"]],
    ]  # fmt: skip


def peer_facts(answer: dict[str, Any]) -> Facts:
    """The same values of an answer in @neo4j/graphql's form."""
    (party,) = answer["data"]["customers"]
    return [party["id"], party["name"], party["country"], [_peer_order(order) for order in party["orders"]]]


def _order(order: dict[str, Any]) -> Facts:
    lines = [
        [
            line["quantity"], *_amount(line["unitPrice"]), line["product"]["name"],
            [_supplier(edge["node"]["supplier"]) for edge in line["product"]["suppliers"]["edges"]],
        ]
        for line in (edge["node"] for edge in order["lines"]["edges"])
    ]  # fmt: skip
    return [order["key"], order["at"], *_amount(order["total"]), lines]


def _peer_order(order: dict[str, Any]) -> Facts:
    lines = [
        [
            edge["properties"]["quantity"],
            _major(edge["properties"]["unitPriceMicros"] // 10_000), edge["properties"]["currency"],
            edge["node"]["name"],
            [_supplier(supplier) for supplier in edge["node"]["suppliers"]],
        ]
        for edge in order["linesConnection"]["edges"]
    ]  # fmt: skip
    return [order["key"], order["at"], _major(order["totalMinor"]), order["currency"], lines]


def _supplier(supplier: dict[str, Any]) -> Facts:
    return [supplier["name"], supplier["country"]]


def _amount(amount: dict[str, Any]) -> Facts:
    return [amount["amount"], amount["currency"]]


def _major(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
