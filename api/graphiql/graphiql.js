// Opens GraphiQL on this server, with a tab for each sample query.
const customer = `# A customer in the round: habits, what it owes, orders with their products and
# suppliers, deliveries, invoices, complaints, and who looks after them.
query Customer($key: String! = "ALFKI") {
  partyByKey(source: "crm", key: $key) {
    name
    roles
    asOf
    customer {
      level since servedBy { name }
      buyingHabits {
        recencyDays { value } frequency { value insufficient }
        spending { average { amount currency } }
      }
      trend(days: 180) { recentOrders beforeOrders orders { value observations needed } }
      preferredProducts(first: 3) { edges { node { product { name } lines share lift { value } } } }
      receivables { open { amount currency } overdue { amount } over90 { amount } }
      complaintSummary { open closed daysToClose { value } }
      satisfaction { reviews { value } handling { value } }
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

const supplier = `# A supplier in the round: what it offers, what was bought, how it came,
# and what it is owed.
query Supplier {
  partyByKey(source: "srm", key: "1") {
    name
    roles
    supplier {
      supplies { edges { node {
        product { name } unitPrice { amount currency } leadTimeDays
        priceVolatility { value observations }
      } } }
      deliveryPerformance { onTimeRate { value } due onTime late outstanding }
      quality { passRate { value } acceptanceRate { value } }
      payables { open { amount currency } overdue { amount } }
      purchaseOrders(first: 5) {
        totalCount
        edges { node { key at promisedAt deliveries { at inspections { result } } } }
      }
    }
  }
}
`;

const employee = `# An employee in the round: manager, team, cases, and the parties served with
# their satisfaction.
query Employee {
  partyByKey(source: "hr", key: "5") {
    name
    employee {
      jobTitle
      manager { name }
      team { edges { node { name } } }
      cases { open closed daysToClose { value } handling { value } }
      performance { value } regard { value } satisfaction { value }
      serves(first: 10) { totalCount edges { node {
        name city country
        customer { satisfaction { reviews { value observations } } }
      } } }
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

const partner = `# A partner in the round: contracts, the customers shared with it, and how
# punctually it carries.
query Partner {
  partyByKey(source: "warehouse", key: "1", table: "carriers") {
    name
    roles
    partner {
      contracts { edges { node { title running endsAt } } }
      sharedCustomers(first: 5) { totalCount edges { node { customer { name } partnerOf deliveries } } }
      deliveryPerformance { onTimeRate { value } due onTime late outstanding }
    }
  }
}
`;

const investor = `# An investor in the round: holdings with share and value.
query Investor {
  partyByKey(source: "finance", key: "I-3") {
    name
    investor {
      holdingTotals { holdings value { amount currency } }
      holdings { edges { node { held { name roles } share value { amount currency } } } }
    }
  }
}
`;

const search = `# Parties by any of their words: name, contact, e-mail, telephone, city, key, tax id.
query Search($text: String! = "alfreds") {
  search(text: $text, first: 10) {
    totalCount
    edges { node { id name city roles records { source key } } }
  }
}
`;

const ranking = `# Who matters, and whose failure costs most: from the latest runs of the jobs.
query Rankings {
  influence(metric: PAGERANK, role: SUPPLIER, first: 5) {
    edges { node { rank value evidence party { name } } }
  }
  systemicRisk(role: SUPPLIER, first: 5) {
    edges { node { rank value evidence party { id name } } }
  }
  runs(first: 3) { edges { node { job number asOf scored insufficient converged } } }
}
`;

const whatIf = `# What if all Italian suppliers fail for two months: whom it reaches, by which way.
query WhatIf {
  propagateRisk(input: { shocks: [{ country: "IT", roles: [SUPPLIER], days: 60 }] }) {
    asOf currency reached
    valueAtRisk { kind value { amount } }
    impacts(first: 10) {
      edges { node {
        name kinds loss tier channel value { amount }
        paths(first: 1) { strength steps { sourceName targetName channel rate facts } }
      } }
    }
    converged tolerance
    assumptions { name value nodes }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    // GraphiQL drops the variables of its first tab, so the samples bring theirs as defaults.
    defaultTabs: [customer, supplier, employee, partner, investor, parties, search, ranking, whatIf].map((query) => ({
      query,
    })),
  }),
);
