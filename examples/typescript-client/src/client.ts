/** A small client: typed documents in, typed answers out. Copy it, or do the same in the client you have. */

import type { TypedDocumentString } from "./gql/graphql.js";

export interface Options {
  /** Such as `http://127.0.0.1:8000/graphql`. */
  url: string;
  /** The service's `GUANXI_API_TOKEN`, where it has one. Never ship it to a browser: see docs/frontend.md. */
  token?: string;
  /** How often to ask in all while the service says that trying again may help. */
  attempts?: number;
}

export interface Failure {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string };
}

/** What went wrong. Go by `codes`; `data` is what could be answered all the same. */
export class GuanxiError extends Error {
  constructor(
    readonly failures: Failure[],
    readonly data: unknown,
  ) {
    super(failures.map((failure) => failure.message).join("; "));
    this.name = "GuanxiError";
  }

  get codes(): string[] {
    return this.failures.map((failure) => failure.extensions?.code ?? "UNKNOWN");
  }
}

/** Codes of a state that passes. `TIMEOUT` is none of them: the same question would take as long again. */
const PASSING = new Set(["DATABASE_UNAVAILABLE", "OVERLOADED"]);
const UNKNOWN_DOCUMENT = "PERSISTED_QUERY_NOT_FOUND";
const FIRST_WAIT = 200;

interface Answer<Result> {
  data?: Result | null;
  errors?: Failure[];
}

export class GuanxiClient {
  constructor(private readonly options: Options) {}

  /** Ask once; throws `GuanxiError` for any error, and `TypeError` where nothing listens. */
  async query<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    const attempts = this.options.attempts ?? 4;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.byHash(document, variables);
      if (answer.data && !answer.errors?.length) return answer.data;
      const error = new GuanxiError(answer.errors ?? [{ message: "no data" }], answer.data);
      if (attempt >= attempts || !error.codes.every((code) => PASSING.has(code))) throw error;
      // Twice as long each time, and never all clients at once.
      await new Promise((done) => setTimeout(done, FIRST_WAIT * 2 ** attempt * (0.5 + Math.random())));
    }
  }

  /** Send the document's hash; its text only where the service does not know it yet. */
  private async byHash<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Answer<Result>> {
    const query = document.toString();
    const sha256Hash = await sha256(query);
    if (!sha256Hash) return this.post<Result>({ query, variables });
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const answer = await this.post<Result>({ variables, extensions });
    const unknown = answer.errors?.some((failure) => failure.extensions?.code === UNKNOWN_DOCUMENT);
    return unknown ? this.post<Result>({ query, variables, extensions }) : answer;
  }

  private async post<Result>(body: unknown): Promise<Answer<Result>> {
    const { url, token } = this.options;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    // Errors come as JSON whatever the status; something else comes from whatever stands between.
    if (answer.headers.get("content-type")?.startsWith("application/json")) return answer.json();
    throw new GuanxiError([{ message: `${url} answers ${answer.status} ${answer.statusText}` }], null);
  }
}

/** Hexadecimal, or null where the platform has no Web Crypto (Node.js 18, a page that is not served by HTTPS). */
export async function sha256(text: string): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface Page<Node> {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  edges: { node: Node }[];
}

/** Every row of a list, page by page; stop reading, and no further page is asked for. */
export async function* rows<Node>(page: (after: string | null) => Promise<Page<Node>>): AsyncGenerator<Node> {
  let after: string | null = null;
  do {
    const found: Page<Node> = await page(after);
    for (const edge of found.edges) yield edge.node;
    after = found.pageInfo.hasNextPage ? (found.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
}
