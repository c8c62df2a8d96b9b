import type { Identity } from '@wellspring/kit/identity';
import type { Span } from '@wellspring/kit/telemetry';
import type { Logger } from 'pino';
import type { Rights } from './authorization/Rights.ts';
import type { Freshness } from './Freshness.ts';

/** One request to a subgraph that was really made. */
export type FetchRecord = { readonly service: string; readonly ms: number };

/** What one operation carries through the gateway. */
export type GatewayContext = {
  readonly requestId: string;
  readonly log: Logger;
  /** The member who acts, under `identity: 'development'`. */
  readonly actor: string | undefined;
  /** The access token, as the client sent it: each subgraph checks it again. */
  readonly authorization: string | undefined;
  /** Whom the access token names, and what it allows, once it was verified here. */
  readonly identity: Identity | undefined;
  /** What proves to a subgraph that a request comes from this gateway; undefined without a key. */
  readonly gatewayToken: ((subgraph: string) => string) | undefined;
  /** What may be seen of what is guarded. */
  readonly rights: Rights;
  /** The caller's span; while traces are on, this request's. */
  readonly traceparent: string | undefined;
  /** The operation's span, while traces are on. */
  operationSpan?: Span;
  /** Aborts once nobody waits for the operation (reason `CANCELLED`), or its time is up (`DEADLINE`). */
  readonly signal: AbortSignal;
  /** The client asked for `extensions.fetches`. */
  readonly showFetches: boolean;
  readonly fetches: FetchRecord[];
  readonly freshness: Freshness;
};
