// Opens GraphiQL on this server, with a tab for each sample query.
const customer = `# A customer in the round: orders with their products and suppliers,
# deliveries, invoices, complaints, and who looks after them.
query Customer($key: String! = "ALFKI") {
  partyByKey(source: "crm", key: $key) {
    name
    roles
    asOf
    customer {
      servedBy { name }
      orders(first: 10) {
        totalCount
        edges {
          node {
            key at total { amount currency }
            lines { edges { node {
              quantity unitPrice { amount }
              product { name suppliers { edges { node { supplier { name } } } } }
            } } }
            deliveries { at deliveredAt carriedBy { name } }
            invoices { number total { amount } open { amount } }
            complaints { subject closedAt outcome }
          }
        }
      }
    }
  }
}
`;

const supplier = `# A supplier in the round: what it offers, what was bought, how it came.
query Supplier {
  partyByKey(source: "srm", key: "1") {
    name
    roles
    supplier {
      supplies { edges { node { product { name } unitPrice { amount currency } leadTimeDays } } }
      purchaseOrders(first: 5) {
        totalCount
        edges { node { key at promisedAt deliveries { at inspections { result } } } }
      }
    }
  }
}
`;

const employee = `# An employee in the round: manager, team, and the parties served.
query Employee {
  partyByKey(source: "hr", key: "5") {
    name
    employee {
      jobTitle
      manager { name }
      team { edges { node { name } } }
      serves(first: 10) { totalCount edges { node { name city country } } }
    }
  }
}
`;

const parties = `# Parties in order of their names; page on with endCursor.
query Parties {
  parties(role: CUSTOMER, filter: { country: "DE" }, first: 10) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { id name city roles records { source table key } } }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    // GraphiQL drops the variables of its first tab, so the samples bring theirs as defaults.
    defaultTabs: [{ query: customer }, { query: supplier }, { query: employee }, { query: parties }],
  }),
);
