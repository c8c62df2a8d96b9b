import type { Operation } from '@wellspring/schema/operations';

/** How old the copies were that a part of an answer was made from. */
export type Freshness = {
  readonly subgraph: string;
  readonly view: string;
  readonly asOf: string | null;
  readonly lagMs: number | null;
};

/** One problem in an answer that may hold the rest all the same. */
export type Problem = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly service?: string };
};

/** What the platform answers: as much data as could be had, and what went wrong with the rest. */
export type Answer<Data> = {
  readonly data: Data | null;
  readonly problems: readonly Problem[];
  readonly freshness: readonly Freshness[];
};

/** Sends an operation; the compiler knows what it takes and what comes back. */
export type Client = <Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
) => Promise<Answer<Data>>;

/**
 * Creates a client of the platform.
 *
 * @param url the gateway's endpoint, for example `http://127.0.0.1:4000/graphql`.
 * @param actor in development, the id of the member to act as.
 */
export function createClient(url: string, actor?: string): Client {
  return async <Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(actor === undefined ? {} : { 'x-wellspring-actor': actor }) },
      body: JSON.stringify({ operationName: operation.name, query: operation.query, variables }),
    });
    const body = (await response.json()) as {
      readonly data?: Data | null;
      readonly errors?: readonly Problem[];
      readonly extensions?: { readonly freshness?: readonly Freshness[] };
    };
    return { data: body.data ?? null, problems: body.errors ?? [], freshness: body.extensions?.freshness ?? [] };
  };
}
