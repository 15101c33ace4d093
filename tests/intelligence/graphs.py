"""A company made by rule: 30 customers, 24 goods in a bill of materials, 8 suppliers and 5 employees."""

COMPANY = """
UNWIND range(0, 29) AS i
CREATE (:Party:Customer:Organization {id: 'c' + right('0' + i, 2), name: 'Customer ' + i});
UNWIND range(0, 23) AS i
CREATE (g:Thing {id: 'g' + right('0' + i, 2), name: 'Good ' + i, unitPriceMicros: 1000000 * (i + 1), currency: 'EUR'})
SET g:$(CASE WHEN i < 16 THEN 'Product' ELSE 'Material' END);
UNWIND range(0, 7) AS i
CREATE (:Party:Supplier:Organization {id: 's' + i, name: 'Supplier ' + i,
  country: CASE WHEN i < 3 THEN 'DE' ELSE 'NO' END});
UNWIND range(0, 4) AS i CREATE (:Party:Employee:Person {id: 'e' + i, name: 'Employee ' + i});
CREATE (:Party:Customer {id: 'x0', name: 'Nobody'}), (:Thing:Product {id: 'x1', name: 'Nothing'}),
  (:Party:Placeholder {id: 'x2', sortName: ''});
UNWIND range(0, 23) AS i
MATCH (g:Thing {id: 'g' + right('0' + i, 2)})
UNWIND range(0, CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END) AS k
MATCH (s:Party {id: 's' + ((i + 3 * k) % 8)}) WHERE i >= 4
CREATE (s)-[:SUPPLIES {share: CASE WHEN i % 3 <> 0 THEN 1.0 WHEN k = 0 THEN 0.75 ELSE 0.25 END, leadTimeDays: 7.0 + i,
  unitPriceMicros: 600000 * (i + 1), currency: 'EUR'}]->(g);
UNWIND range(0, 7) AS i
MATCH (g:Thing {id: 'g0' + i}), (a:Thing {id: 'g' + (16 + i)}), (b:Thing {id: 'g' + (16 + (i + 1) % 8)})
CREATE (a)-[:COMPONENT_OF {quantity: 2.0}]->(g), (b)-[:COMPONENT_OF {quantity: 1.0}]->(g);
UNWIND range(0, 29) AS i
MATCH (c:Party {id: 'c' + right('0' + i, 2)}), (e:Party {id: 'e' + (i * i % 4)})
UNWIND range(0, i % 4) AS k
MATCH (g:Thing {id: 'g' + right('0' + ((i * 5 + k * 3) % 16), 2)})
CREATE (c)-[:PLACED]->(o:Interaction:Order {id: 'o' + i + '-' + k,
    at: date('2024-01-01') + duration({days: 7 * i + k})})
  -[:CONTAINS {quantity: 1.0 + i % 5, unitPriceMicros: 10000000, currency: 'EUR', discount: 0.1}]->(g),
  (o)-[:ASSIGNED_TO]->(e);
UNWIND range(4, 23) AS i
MATCH (g:Thing {id: 'g' + right('0' + i, 2)})<-[:SUPPLIES]-(s:Party)
CREATE (s)<-[:PLACED_WITH]-(:Interaction:PurchaseOrder {id: 'p' + i + s.id,
    at: date('2024-02-01') + duration({days: i})})
  -[:CONTAINS {quantity: 10.0 * (i + 1) / (1 + toInteger(right(s.id, 1))),
    unitPriceMicros: 5000000, currency: 'EUR'}]->(g);
MATCH (e:Party {id: 'e4'}), (s:Party {id: 's0'}) CREATE (e)-[:SERVES]->(s);
MATCH (c:Party {id: 'c07'}), (s:Party {id: 's1'}) CREATE (c)-[:OWNS {share: 0.6}]->(s);
MATCH (c:Party {id: 'c00'}), (g:Thing {id: 'g23'})
CREATE (c)-[:PLACED]->(:Interaction:Order {id: 'old', at: date('2021-01-01')})-[:CONTAINS {quantity: 1.0}]->(g)
"""

PAIRS = """
MATCH (a:Thing)<-[:SUPPLIES]-(b) RETURN a.id AS a, b.id AS b
UNION MATCH (a:Thing)<-[:CONTAINS]-(:PurchaseOrder)-[:PLACED_WITH]->(b) RETURN a.id AS a, b.id AS b
UNION MATCH (b)-[:COMPONENT_OF]->(a) RETURN a.id AS a, b.id AS b
UNION MATCH (a)-[:PLACED]->(o:Order)-[:CONTAINS]->(b) WHERE o.id <> 'old' RETURN a.id AS a, b.id AS b
UNION MATCH (a)-[:PLACED]->(:Order)-[:ASSIGNED_TO]->(b) RETURN a.id AS a, b.id AS b
UNION MATCH (a)<-[:SERVES]-(b) RETURN a.id AS a, b.id AS b
UNION MATCH (b)-[:OWNS]->(a) RETURN a.id AS a, b.id AS b
"""
"""Who depends on whom, told without any of our code."""
