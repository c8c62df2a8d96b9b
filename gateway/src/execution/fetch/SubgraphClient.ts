import type { GraphQLFormattedError } from 'graphql';
import { Pool } from 'undici';
import type { GatewayMetrics } from '../../createMetrics.ts';
import type { UnavailableReason } from '../../errors/GatewayErrorCode.ts';
import type { GatewayContext } from '../../GatewayContext.ts';
import { headersFor } from '../../subgraphs/headersFor.ts';
import { parseJson } from '../../subgraphs/parseJson.ts';
import { isGraphQLResponse, toSubgraphError } from '../../subgraphs/SubgraphResponse.ts';
import { explanations } from '../../subgraphs/unavailable.ts';
import type { Item } from '../collectTargets.ts';
import type { SubgraphAnswer } from '../Execution.ts';

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  /** Limit for one fetch, its whole answer included; ms. */
  readonly timeout: number;
  readonly metrics: GatewayMetrics;
}

/** A subgraph's answer before it is parsed; shared by those who ask the same at the same time. */
type Raw =
  | { readonly status: number; readonly text: string }
  | { readonly failed: UnavailableReason; readonly why: string };

/** Connections that are kept to one subgraph. */
const CONNECTIONS = 64;

/** Sends operations to one subgraph over kept connections. Whatever keeps it from answering is in the answer, never thrown. */
export class SubgraphClient {
  readonly #options: SubgraphClientOptions;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #underWay = new Map<string, Promise<Raw>>();

  constructor(options: SubgraphClientOptions) {
    this.#options = options;
    const { origin, pathname, search } = new URL(options.url);
    this.#pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
    this.#path = `${pathname}${search}`;
  }

  /**
   * @param share what makes requests with the same body the same: who asks, and since when nothing was changed. undefined: a request
   *   of its own
   */
  async send(body: string, context: GatewayContext, share: string | undefined): Promise<SubgraphAnswer> {
    const { name, metrics, url, timeout } = this.#options;
    const started = performance.now();
    const { raw, shared } = this.#request(body, context, share);
    const answer = await raw;
    const ms = performance.now() - started;
    if (!shared) {
      context.fetches.push({ service: name, ms: Math.round(ms * 100) / 100 });
      metrics.fetchSeconds.observe({ subgraph: name }, ms / 1_000);
    }
    const unavailable = (reason: UnavailableReason, attributes: object): SubgraphAnswer => {
      context.log.warn({ subgraph: name, url, reason, ...attributes }, 'subgraph unavailable');
      if (!shared) metrics.fetches.inc({ subgraph: name, outcome: reason });
      return {
        unavailable: {
          message: `The subgraph '${name}' is unavailable: ${explanations[reason]}.`,
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: name, reason },
        },
      };
    };
    if ('failed' in answer) return unavailable(answer.failed, { timeout, error: answer.why });
    const { status, text } = answer;
    if (status === 503) return unavailable('NOT_READY', { answer: text.slice(0, 500) });
    const parsed = parseJson(text);
    if (status >= 500 || !isGraphQLResponse(parsed))
      return unavailable('BAD_ANSWER', { status, answer: text.slice(0, 500) });
    if (!shared) metrics.fetches.inc({ subgraph: name, outcome: 'ok' });
    const { data, errors, extensions } = parsed;
    context.freshness.add(name, extensions?.replicas);
    return {
      data: (data ?? null) as Item | null,
      errors: errors?.map((error) => toSubgraphError(name, error)) ?? NO_ERRORS,
    };
  }

  /** Closes connections once nothing is under way. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  #request(body: string, context: GatewayContext, share: string | undefined): { raw: Promise<Raw>; shared: boolean } {
    if (share === undefined) return { raw: this.#post(body, context), shared: false };
    const key = `${share}\n${body}`;
    const known = this.#underWay.get(key);
    if (known !== undefined) return { raw: known, shared: true };
    const raw = this.#post(body, context).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, raw);
    return { raw, shared: false };
  }

  async #post(body: string, context: GatewayContext): Promise<Raw> {
    const { timeout } = this.#options;
    const signal = AbortSignal.timeout(timeout);
    try {
      const response = await this.#pool.request({
        path: this.#path,
        method: 'POST',
        headers: headersFor(context),
        body,
        signal,
      });
      const text = await response.body.text();
      const { statusCode: status } = response;
      if (status >= 300 && status < 400)
        return { failed: 'UNREACHABLE', why: `a redirect (${status}) is not followed` };
      return { status, text };
    } catch (error) {
      const { message, code } = error as Error & { code?: string };
      return { failed: signal.aborted ? 'TIMEOUT' : 'UNREACHABLE', why: message || (code ?? 'unknown') };
    }
  }
}

const NO_ERRORS: readonly GraphQLFormattedError[] = [];
