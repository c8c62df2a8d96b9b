/** A bad request, written out: what is sent, and nothing of what is expected. */
export type HostileRequest =
  | {
      /** The family and the case; unique. */
      readonly name: string;
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Buffer | undefined;
    }
  | {
      readonly name: string;
      /** Bytes for the socket, past any HTTP client. */
      readonly raw: Buffer;
    };

/** What a well-meaning client says of its body. */
export const json = { 'content-type': 'application/json' } as const;

/** A POST of text to `/graphql`. */
export function posted(
  name: string,
  body: string | Buffer | undefined,
  headers: Readonly<Record<string, string>> = json,
): HostileRequest {
  return { name, method: 'POST', path: '/graphql', headers, body };
}

/** A POST of a value as JSON. */
export const sent = (name: string, value: unknown, headers: Readonly<Record<string, string>> = {}): HostileRequest =>
  posted(name, JSON.stringify(value), { ...json, ...headers });

/** A POST of an operation. */
export const asked = (name: string, query: string, variables?: unknown): HostileRequest =>
  sent(name, variables === undefined ? { query } : { query, variables });

/** A GET, with the header that Apollo's CSRF prevention wants unless there are others. */
export const got = (
  name: string,
  search: string,
  headers: Readonly<Record<string, string>> = { 'apollo-require-preflight': '1' },
): HostileRequest => ({ name, method: 'GET', path: `/graphql${search}`, headers, body: undefined });
