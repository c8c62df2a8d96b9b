import { createHash } from 'node:crypto';
import type { SupergraphManager } from '@apollo/gateway';
import type { Logger } from 'pino';
import { type GatewayConfig, subgraphKey } from '../config/GatewayConfig.ts';
import type { GatewayMetrics } from '../createMetrics.ts';
import { assertServable } from './assertServable.ts';
import type { SupergraphOrigin } from './SupergraphOrigin.ts';

/** What the gateway serves, and what it would not serve. */
export type SupergraphStatus = {
  /** The first 12 digits of the SHA-256 of what is served; undefined until there is one. */
  readonly id: string | undefined;
  readonly loadedAt: string | undefined;
  /** Why nothing is served yet, or why the newest is not what is served. */
  readonly problem: string | undefined;
};

export type SupergraphSource = {
  /** For ApolloGateway: its `initialize` waits until there is a supergraph that can be served. */
  readonly manager: SupergraphManager;
  readonly status: () => SupergraphStatus;
  /** Ends the watching, and the waiting if there is still nothing to serve. */
  readonly stop: () => void;
};

export type SupergraphSourceOptions = {
  readonly origin: SupergraphOrigin;
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** Who will execute on it. Default: our own. */
  readonly executor?: GatewayConfig['executor'];
  readonly log: Logger;
  readonly metrics: GatewayMetrics;
};

/**
 * The supergraph, from where it may not be yet and may change. What cannot be served is refused and logged;
 * what was served before stays.
 */
export function createSupergraphSource(options: SupergraphSourceOptions): SupergraphSource {
  const { origin, subgraphUrls, executor = 'compiled', log, metrics } = options;
  let served: { readonly id: string; readonly loadedAt: string } | undefined;
  let problem: string | undefined = `${origin.label} has not been read yet.`;
  let silence: string | undefined;
  let stopped = false;
  let endWatching: () => void = () => undefined;

  const refuse = (reason: string, attributes: object): void => {
    problem = reason;
    metrics.supergraphRefused.set(served === undefined ? 0 : 1);
    log.warn(
      { ...origin.attributes, reason, ...attributes },
      served ? 'supergraph refused, the old one stays' : 'no supergraph yet',
    );
  };

  const take = (text: string, serve: (supergraphSdl: string) => void): void => {
    const id = createHash('sha256').update(text).digest('hex').slice(0, 12);
    try {
      const subgraphs = assertServable(text, subgraphUrls, executor);
      serve(text);
      served = { id, loadedAt: new Date().toISOString() };
      problem = undefined;
      metrics.supergraphLoads.inc({ outcome: 'loaded' });
      metrics.supergraphRefused.set(0);
      log.info({ ...origin.attributes, supergraph: id, subgraphs }, 'supergraph loaded');
      warnOfUnusedUrls(subgraphs);
    } catch (error) {
      metrics.supergraphLoads.inc({ outcome: 'refused' });
      refuse(`${origin.label} cannot be served: ${(error as Error).message}`, { supergraph: id });
    }
  };

  /** What is served stays; whether it is the newest is not known while the origin is silent. */
  const hear = (silent: string | undefined): void => {
    const began = silence === undefined;
    if (began === (silent === undefined)) return;
    silence = silent;
    metrics.supergraphSilent.set(silent === undefined ? 0 : 1);
    if (silent === undefined) log.info(origin.attributes, 'it is known again which supergraph is the newest');
    else log.warn({ ...origin.attributes, reason: silent }, 'it is not known which supergraph is the newest');
  };

  const warnOfUnusedUrls = (subgraphs: readonly string[]): void => {
    const known = new Set(subgraphs.map(subgraphKey));
    for (const key of subgraphUrls.keys()) {
      if (!known.has(key)) log.warn({ variable: `SUBGRAPH_URL_${key}`, subgraphs }, 'an address for no subgraph');
    }
  };

  const manager: SupergraphManager = {
    initialize: ({ update }) =>
      new Promise((resolve, reject) => {
        let serve = (supergraphSdl: string): void => {
          resolve({ supergraphSdl });
          serve = update;
        };
        const unwatch = origin.watch((found) => {
          if ('missing' in found) refuse(found.missing, {});
          else if ('silent' in found) hear(found.silent);
          else take(found.text, (supergraphSdl) => serve(supergraphSdl));
        });
        endWatching = () => {
          unwatch();
          reject(new Error('The gateway was stopped before it had a supergraph.'));
        };
        if (stopped) endWatching();
      }),
  };
  return {
    manager,
    status: () => ({ id: served?.id, loadedAt: served?.loadedAt, problem: problem ?? silence }),
    stop: () => {
      stopped = true;
      endWatching();
    },
  };
}
