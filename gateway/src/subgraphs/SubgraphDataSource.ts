import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayMetrics } from '../createMetrics.ts';
import type { UnavailableReason } from '../errors/GatewayErrorCode.ts';
import type { GatewayContext } from '../GatewayContext.ts';
import { headersFor } from './headersFor.ts';
import { nulledPaths } from './nulledPaths.ts';
import { parseJson } from './parseJson.ts';
import { isGraphQLResponse, type SubgraphResponse, toSubgraphError } from './SubgraphResponse.ts';
import { unavailable } from './unavailable.ts';

export type SubgraphDataSourceOptions = {
  readonly name: string;
  readonly url: string;
  /** Limit for one fetch, its whole answer included; ms. */
  readonly timeout: number;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
};

type Answer = { readonly response: SubgraphResponse } | { readonly unavailable: UnavailableReason };
type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/**
 * Sends the fetches of query plans to one subgraph. Whatever keeps it from answering becomes an error in the result
 * and never an exception, so that the other subgraphs' fields stay.
 */
export class SubgraphDataSource implements GraphQLDataSource {
  readonly #options: SubgraphDataSourceOptions;

  constructor(options: SubgraphDataSourceOptions) {
    this.#options = options;
  }

  async process(options: GraphQLDataSourceProcessOptions): Promise<Response> {
    const { name, metrics } = this.#options;
    const context = options.context as GatewayContext;
    const { query, variables, operationName } = options.request;
    const started = performance.now();
    const answer = await this.#send(JSON.stringify({ query, variables, operationName }), context);
    const ms = performance.now() - started;

    context.fetches.push({ service: name, ms: Math.round(ms * 100) / 100 });
    metrics.fetchSeconds.observe({ subgraph: name }, ms / 1_000);
    metrics.fetches.inc({ subgraph: name, outcome: 'unavailable' in answer ? answer.unavailable : 'ok' });

    if ('unavailable' in answer) {
      const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined;
      return { data: null, errors: this.#unavailableErrors(answer.unavailable, nulledPaths(query ?? '', path ?? [])) };
    }
    const { data, errors, extensions } = answer.response;
    context.freshness.add(name, extensions?.replicas);
    return {
      data: data ?? null,
      ...(errors?.length ? { errors: errors.map((error) => toSubgraphError(name, error)) } : {}),
    };
  }

  async #send(body: string, context: GatewayContext): Promise<Answer> {
    const { name, url, timeout, log } = this.#options;
    const failed = (reason: UnavailableReason, attributes: object): Answer => {
      log.warn({ subgraph: name, url, reason, requestId: context.requestId, ...attributes }, 'subgraph unavailable');
      return { unavailable: reason };
    };
    let answer: globalThis.Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(timeout);
      answer = await fetch(url, {
        method: 'POST',
        headers: headersFor(context, this.#options.name),
        body,
        signal,
        redirect: 'error',
      });
      text = await answer.text();
    } catch (error) {
      const { name: kind, message, cause } = error as Error;
      const reason = kind === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
      return failed(reason, { timeout, error: cause instanceof Error ? cause.message : message });
    }
    if (answer.status === 503) return failed('NOT_READY', { answer: text.slice(0, 500) });
    const parsed = parseJson(text);
    if (answer.status >= 500 || !isGraphQLResponse(parsed)) {
      return failed('BAD_ANSWER', { status: answer.status, answer: text.slice(0, 500) });
    }
    return { response: parsed };
  }

  #unavailableErrors(reason: UnavailableReason, paths: readonly (readonly (string | number)[])[]) {
    const { name } = this.#options;
    return paths.map((path): GraphQLFormattedError => ({ ...unavailable(name, reason), path }));
  }
}
