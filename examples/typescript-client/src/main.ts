/** `node dist/main.js [URL]` against the demo company: a search, a customer in the round, and every row of a list. */

import { GuanxiClient, GuanxiError, rows } from "./client.js";
import { CustomerDocument, PartiesDocument, SearchDocument } from "./gql/graphql.js";

const guanxi = new GuanxiClient({
  url: process.argv[2] ?? "http://127.0.0.1:8000/graphql",
  token: process.env["GUANXI_API_TOKEN"],
});

const { search } = await guanxi.query(SearchDocument, { text: "futter" });
for (const { node } of search.edges) console.log(`found ${node.name} (${node.roles.join(", ")})`);

const { partyByKey } = await guanxi.query(CustomerDocument, { source: "crm", key: "ALFKI" });
if (!partyByKey?.customer) throw new Error("crm has no customer ALFKI: is this the demo company?");
const { orders, receivables, servedBy } = partyByKey.customer;
console.log(`${partyByKey.name}, served by ${servedBy.map((employee) => employee.name).join(", ")}`);
for (const { node } of orders.edges) {
  // An amount is a decimal string: show it, or add it up with a decimal library; Number() loses cents.
  const products = node.lines.edges.map((line) => line.node.product.name);
  console.log(`  ${node.key} of ${node.at}: ${node.total?.amount} ${node.total?.currency} for ${products.join(", ")}`);
}
for (const { overdue } of receivables) console.log(`  overdue: ${overdue.amount} ${overdue.currency}`);

const germans: string[] = [];
for await (const party of rows(async (after) => {
  const { parties } = await guanxi.query(PartiesDocument, {
    role: "CUSTOMER",
    filter: { country: "DE" },
    first: 5,
    after,
  });
  return parties;
})) {
  germans.push(party.id);
}
console.log(`${germans.length} customers in Germany, ${new Set(germans).size} of them different`);

try {
  await guanxi.query(PartiesDocument, { first: 1000 });
} catch (error) {
  if (!(error instanceof GuanxiError)) throw error;
  console.log(`refused: ${error.codes.join(", ")}`);
}
