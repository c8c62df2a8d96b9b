/** How much a subgraph is asked, and for how long. */
export interface FetchLimits {
  /** For one fetch, its whole answer, waiting and retries included; ms. */
  readonly timeout: number;
  /** Fetches at a time, and connections that are kept for them. */
  readonly concurrency: number;
  /** Queries that follow one another on one connection before the first is answered. A slow one then holds up those behind it. */
  readonly pipelining: number;
  /** How long a connection is kept that nothing uses; ms. */
  readonly keepAlive: number;
  /** Fetches that may wait for their turn. */
  readonly queue: number;
  /** How often it is sent again what could not be sent, and a query whose answer could not be had. */
  readonly retries: number;
  /** How long nothing is sent to a subgraph that failed too often; ms. */
  readonly breakerOpenFor: number;
}

/** A safe choice for a subgraph nobody has said anything about. */
export const defaultFetchLimits: FetchLimits = {
  timeout: 10_000, // ms
  concurrency: 128,
  pipelining: 1,
  keepAlive: 4_000, // ms
  queue: 1_024,
  retries: 2,
  breakerOpenFor: 1_000, // ms
};
