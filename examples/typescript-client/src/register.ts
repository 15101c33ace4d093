/** `node dist/register.js FOLDER` writes every document there as the client sends it, for `GUANXI_DOCUMENTS`. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as generated from "./gql/graphql.js";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("name the folder: node dist/register.js FOLDER");
await mkdir(folder, { recursive: true });
for (const [name, document] of Object.entries(generated)) {
  // Fragments have an export of their own, and are in each document that spreads them.
  if (name.endsWith("Document") && document instanceof generated.TypedDocumentString) {
    await writeFile(join(folder, `${name.replace(/Document$/, "")}.graphql`), document.toString());
  }
}
