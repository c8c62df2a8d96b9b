/** How much a subgraph is asked, and for how long. */
export interface FetchLimits {
  /** For one fetch, its whole answer, waiting and retries included; ms. */
  readonly timeout: number;
  /** Fetches at a time, and connections that are kept. */
  readonly concurrency: number;
  /** Fetches that may wait for their turn. */
  readonly queue: number;
  /** How often a query is sent again whose answer could not be had. */
  readonly retries: number;
  /** How long nothing is sent to a subgraph that failed too often; ms. */
  readonly breakerOpenFor: number;
}

/** A safe choice for a subgraph nobody has said anything about. */
export const defaultFetchLimits: FetchLimits = {
  timeout: 10_000, // ms
  concurrency: 128,
  queue: 1_024,
  retries: 2,
  breakerOpenFor: 1_000, // ms
};
