// The peer: @neo4j/graphql on the same graph, behind GraphQL Yoga, which keeps parsed and validated documents.
// `node server.mjs PORT`; Neo4j's address and password come from NEO4J_URI and NEO4J_PASSWORD.
import { createServer } from "node:http";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { createYoga } from "graphql-yoga";
import neo4j from "neo4j-driver";

// Labels are those with an index on the id, so that it finds a party as fast as the others do.
const typeDefs = `
  type Customer @node(labels: ["Party"]) {
    id: ID!
    name: String
    country: String
    orders: [Order!]! @relationship(type: "PLACED", direction: OUT)
  }
  type Order @node {
    id: ID!
    key: String!
    at: Date
    totalMinor: Int
    currency: String
    lines: [Product!]! @relationship(type: "CONTAINS", direction: OUT, properties: "Line")
  }
  type Line @relationshipProperties {
    quantity: Float
    unitPriceMicros: Int
    currency: String
  }
  type Product @node {
    id: ID!
    name: String
    sortName: String
    suppliers: [Supplier!]! @relationship(type: "SUPPLIES", direction: IN)
  }
  type Supplier @node {
    id: ID!
    name: String
    sortName: String
    country: String
  }
`;

const driver = neo4j.driver(process.env.NEO4J_URI, neo4j.auth.basic("neo4j", process.env.NEO4J_PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const yoga = createYoga({ schema, context: () => ({ sessionConfig: { database: "neo4j" } }), logging: "error" });
createServer(yoga).listen(Number(process.argv[2]), "127.0.0.1");
