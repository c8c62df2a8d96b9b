import { setTimeout as pause } from 'node:timers/promises';
import { recordingTracer, withTraceparent } from '@wellspring/kit/telemetry';
import type { GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import type { GatewayMetrics } from '../../createMetrics.ts';
import type { UnavailableReason } from '../../errors/GatewayErrorCode.ts';
import type { GatewayContext } from '../../GatewayContext.ts';
import { headersFor } from '../../subgraphs/headersFor.ts';
import { parseJson } from '../../subgraphs/parseJson.ts';
import { isGraphQLResponse, type SubgraphResponse, toSubgraphError } from '../../subgraphs/SubgraphResponse.ts';
import { unavailable } from '../../subgraphs/unavailable.ts';
import type { Item } from '../collectTargets.ts';
import type { SubgraphAnswer } from '../Execution.ts';
import { type BreakerState, CircuitBreaker, type FetchOutcome } from './CircuitBreaker.ts';
import { exchange, NotSent } from './exchange.ts';
import type { FetchLimits } from './FetchLimits.ts';
import { Flight } from './Flight.ts';
import { inFetchSpan, noteAttempt } from './fetchSpan.ts';
import { RetryBudget } from './RetryBudget.ts';
import { Slots } from './Slots.ts';

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  readonly limits: FetchLimits;
  readonly metrics: GatewayMetrics;
}

/** How a fetch is sent. */
export interface SendOptions {
  /** It changes nothing: it may be sent again, and given up. */
  readonly isQuery: boolean;
  /** What makes fetches with the same body the same: who asks, and since when nothing was changed. undefined: a fetch of its own. */
  readonly share: string | undefined;
  /** How many entities it asks for. */
  readonly entities: number;
}

/** A subgraph's answer; shared by those who ask the same at the same time. One may have what was parsed: it goes into that one's data. */
type Raw =
  | { readonly text: string; parsed: SubgraphResponse | undefined }
  | {
      readonly failed: UnavailableReason;
      readonly why: string;
      readonly status?: number;
      /** It is known that nothing was done. */
      readonly undone?: boolean;
    };

/** An answer beyond this is not read; bytes. */
const LARGEST_ANSWER = 128 * 1024 * 1024;
/** The first retry comes within this; the next within twice as long; ms. */
const RETRY_WITHIN = 50;

const breakerLevels: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };
const neutral: ReadonlySet<UnavailableReason> = new Set(['QUEUE_FULL', 'CANCELLED', 'DEADLINE']);

/**
 * Sends operations to one subgraph over kept connections, as many at a time as it may get and no more once it fails. Whatever keeps it
 * from answering is in the answer, never thrown.
 */
export class SubgraphClient {
  readonly #options: SubgraphClientOptions;
  readonly #pool: Pool;
  /** Where nothing follows a request before its answer is whole: once another is given up, undici sends again what shares its connection. */
  readonly #alone: Pool;
  readonly #path: string;
  readonly #slots: Slots;
  readonly #breaker: CircuitBreaker;
  readonly #budget = new RetryBudget();
  /** By what makes them the same, and by their body. */
  readonly #underWay = new Map<string, Map<string, Flight<Raw>>>();

  constructor(options: SubgraphClientOptions) {
    this.#options = options;
    const { name, limits, metrics } = options;
    const { origin, pathname, search } = new URL(options.url);
    const connections = {
      maxResponseSize: LARGEST_ANSWER,
      // Whatever the subgraph offers: one that drains must not close a connection under a request.
      keepAliveTimeout: limits.keepAlive,
      keepAliveMaxTimeout: limits.keepAlive,
      // The limit of a fetch is the limit; these are only behind it.
      headersTimeout: limits.timeout + 60_000,
      bodyTimeout: limits.timeout + 60_000,
    };
    const { concurrency, pipelining } = limits;
    this.#alone = new Pool(origin, { ...connections, connections: concurrency, pipelining: 1 });
    this.#pool =
      pipelining === 1
        ? this.#alone
        : new Pool(origin, { ...connections, connections: Math.ceil(concurrency / pipelining), pipelining });
    this.#path = `${pathname}${search}`;
    this.#slots = new Slots(limits.concurrency, limits.queue);
    metrics.breakerState.set({ subgraph: name }, breakerLevels.closed);
    this.#breaker = new CircuitBreaker({
      openFor: limits.breakerOpenFor,
      onState: (state) => {
        metrics.breakerState.set({ subgraph: name }, breakerLevels[state]);
        metrics.breakerChanges.inc({ subgraph: name, to: state });
      },
    });
  }

  send(body: string, context: GatewayContext, options: SendOptions): Promise<SubgraphAnswer> {
    const tracer = recordingTracer();
    if (tracer === undefined) return this.#send(body, context, options);
    const { name, url } = this.#options;
    return inFetchSpan(tracer, { subgraph: name, url, ...options }, () => this.#send(body, context, options));
  }

  async #send(body: string, context: GatewayContext, options: SendOptions): Promise<SubgraphAnswer> {
    const { name } = this.#options;
    const answer = await this.#join(body, context, options);
    if ('failed' in answer) return this.#unavailable(context, answer.failed, { error: answer.why });
    const { data, errors, extensions } = answer.parsed ?? (JSON.parse(answer.text) as SubgraphResponse);
    answer.parsed = undefined;
    context.freshness.add(name, extensions?.replicas);
    return {
      data: (data ?? null) as Item | null,
      size: answer.text.length,
      errors: errors?.map((error) => toSubgraphError(name, error)) ?? NO_ERRORS,
    };
  }

  /** Closes connections once nothing is under way. */
  async close(): Promise<void> {
    await Promise.all([...new Set([this.#pool, this.#alone])].map((pool) => pool.close()));
  }

  #unavailable(context: GatewayContext, reason: UnavailableReason, attributes: object): SubgraphAnswer {
    const { name, url } = this.#options;
    const level = reason === 'CANCELLED' ? 'debug' : 'warn';
    context.log[level]({ subgraph: name, url, reason, ...attributes }, 'subgraph unavailable');
    return { unavailable: unavailable(name, reason) };
  }

  #join(body: string, context: GatewayContext, { isQuery, share }: SendOptions): Promise<Raw> {
    const { signal } = context;
    const left = (): Raw | undefined => {
      const failed = signal.reason as UnavailableReason;
      // What changes something is done to its end, one after the other, whether the client stays or not.
      return failed === 'CANCELLED' && !isQuery ? undefined : { failed, why: 'not waited for' };
    };
    const instead = signal.aborted ? left() : undefined;
    if (instead !== undefined) return Promise.resolve(instead);
    const start = () => new Flight(isQuery, (work) => this.#fetch(body, context, isQuery, work));
    if (share === undefined) return start().wait(signal, left);
    // By two keys and not by one of both: a body may be long, and is hashed as it is.
    let underWay = this.#underWay.get(share);
    const known = underWay?.get(body);
    if (known !== undefined && !known.givenUp) return known.wait(signal, left);
    if (underWay === undefined) {
      underWay = new Map();
      this.#underWay.set(share, underWay);
    }
    const flight = start();
    underWay.set(body, flight);
    const forget = (): void => {
      if (underWay.get(body) === flight) underWay.delete(body);
      if (underWay.size === 0 && this.#underWay.get(share) === underWay) this.#underWay.delete(share);
    };
    flight.result.then(forget, forget);
    return flight.wait(signal, left);
  }

  /** One fetch: admitted by the breaker, measured, and sent again where that is safe and affordable. */
  async #fetch(body: string, context: GatewayContext, isQuery: boolean, work: AbortController): Promise<Raw> {
    const { name, metrics, limits } = this.#options;
    const ticket = this.#breaker.admit();
    if (ticket === undefined) {
      metrics.fetches.inc({ subgraph: name, outcome: 'CIRCUIT_OPEN' });
      return { failed: 'CIRCUIT_OPEN', why: 'nothing was sent' };
    }
    const started = performance.now();
    const timer = setTimeout(() => work.abort('TIMEOUT'), limits.timeout);
    let outcome: FetchOutcome = 'unknown';
    try {
      this.#budget.earn();
      let raw = await this.#attempt(body, context, isQuery, work.signal);
      for (let retry = 1; retry <= limits.retries && mayPass(raw, isQuery) && this.#budget.spend(); retry += 1) {
        const given = await pause(Math.random() * RETRY_WITHIN * retry, true, { signal: work.signal }).catch(
          () => false,
        );
        if (!given) break;
        metrics.fetchRetries.inc({ subgraph: name });
        if (recordingTracer() !== undefined) noteAttempt({ 'http.request.resend_count': retry });
        raw = await this.#attempt(body, context, isQuery, work.signal);
      }
      if (!('failed' in raw)) outcome = 'answered';
      else if (!neutral.has(raw.failed)) outcome = 'failed';
      metrics.fetches.inc({ subgraph: name, outcome: 'failed' in raw ? raw.failed : 'ok' });
      return raw;
    } finally {
      clearTimeout(timer);
      this.#breaker.record(ticket, outcome);
      const ms = performance.now() - started;
      context.fetches.push({ service: name, ms: Math.round(ms * 100) / 100 });
      metrics.fetchSeconds.observe({ subgraph: name }, ms / 1_000);
    }
  }

  async #attempt(body: string, context: GatewayContext, isQuery: boolean, signal: AbortSignal): Promise<Raw> {
    const asked = this.#slots.take(signal);
    const slot = typeof asked === 'string' ? asked : await asked;
    if (slot === 'full') return { failed: 'QUEUE_FULL', why: 'nothing was sent' };
    if (slot === 'left') return { failed: givenUp(signal), why: 'nothing was sent' };
    try {
      const { status, text } = await exchange(isQuery ? this.#pool : this.#alone, {
        path: this.#path,
        headers: withTraceparent(headersFor(context, this.#options.name)),
        body,
        pipelined: isQuery && this.#options.limits.pipelining > 1,
        signal,
      });
      if (recordingTracer() !== undefined) noteAttempt({ 'http.response.status_code': status });
      if (status >= 300 && status < 400)
        return { failed: 'UNREACHABLE', status, why: `a redirect (${status}) is not followed` };
      if (status === 503)
        return { failed: 'NOT_READY', status, why: text.slice(0, 500), undone: codeIn(text) === 'UNIT_NOT_READY' };
      if (status >= 500) return { failed: 'BAD_ANSWER', status, why: `${status}: ${text.slice(0, 500)}` };
      const parsed = parseJson(text);
      if (!isGraphQLResponse(parsed)) return { failed: 'BAD_ANSWER', status, why: `${status}: ${text.slice(0, 500)}` };
      return { text, parsed };
    } catch (error) {
      if (signal.aborted) return { failed: givenUp(signal), why: 'given up' };
      const { message, code } = error as Error & { code?: string };
      const why = message || (code ?? 'unknown');
      if (error instanceof NotSent) return { failed: 'UNREACHABLE', why, undone: true };
      return { failed: code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? 'BAD_ANSWER' : 'UNREACHABLE', why };
    } finally {
      this.#slots.release();
    }
  }
}

function givenUp({ reason }: AbortSignal): UnavailableReason {
  return reason === 'TIMEOUT' ? 'TIMEOUT' : 'CANCELLED';
}

/**
 * Whether it may be sent again, since it may be over in a moment: a connection that broke, a restart. Not what took too long: that was load,
 * perhaps. What changes something only where it is known to have changed nothing.
 */
function mayPass(raw: Raw, isQuery: boolean): boolean {
  if (!('failed' in raw)) return false;
  if (!isQuery && raw.undone !== true) return false;
  return raw.failed === 'NOT_READY' || (raw.failed === 'UNREACHABLE' && raw.status === undefined);
}

/** What a subgraph that refused a request says of it. */
function codeIn(text: string): unknown {
  const { errors } = (parseJson(text) ?? {}) as SubgraphResponse;
  return Array.isArray(errors) ? errors[0]?.extensions?.code : undefined;
}

const NO_ERRORS: readonly GraphQLFormattedError[] = [];
