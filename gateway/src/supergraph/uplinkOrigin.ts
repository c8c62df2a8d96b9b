import type { UplinkSupergraphManager } from '@apollo/gateway';
import type { Logger } from 'pino';
import type { SupergraphOrigin } from './SupergraphOrigin.ts';

export type UplinkOptions = {
  readonly key: string;
  /** `graph@variant`. */
  readonly graphRef: string;
  /** Where Uplink is; empty: Apollo's own. */
  readonly endpoints: readonly string[];
  readonly log: Logger;
  /** How long to wait after none of the endpoints answered at the start; ms. Default: 5000. */
  readonly again?: number;
};

/** Tries at the start before `again`, and in each poll after it. */
const RETRIES = 2;

/**
 * Apollo's managed federation: what was published to a graph's variant, asked for as often as Uplink says. While Uplink does not answer,
 * what is served stays.
 */
export function uplinkOrigin({ key, graphRef, endpoints, log, again = 5_000 }: UplinkOptions): SupergraphOrigin {
  const label = `The supergraph of ${graphRef} in Apollo Uplink`;
  const watch: SupergraphOrigin['watch'] = (listener) => {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    let cleanUp: (() => Promise<void>) | undefined;
    const end = (): void =>
      void cleanUp?.().catch((error: unknown) => log.warn({ err: error }, 'Uplink polling did not end cleanly'));

    const begin = async (): Promise<void> => {
      let manager: UplinkSupergraphManager | undefined;
      let failed = false;
      // A poll that brings nothing new says nothing by itself.
      const note = async (): Promise<void> => {
        for (;;) {
          failed = false;
          await manager?.nextFetch();
          if (stopped) return;
          if (!failed) listener({ silent: undefined });
        }
      };
      try {
        const { UplinkSupergraphManager } = await import('@apollo/gateway');
        manager = new UplinkSupergraphManager({
          apiKey: key,
          graphRef,
          logger: log as never,
          initialMaxRetries: RETRIES,
          maxRetries: RETRIES,
          onFailureToFetchSupergraphSdlAfterInit: async ({ error }) => {
            failed = true;
            if (!stopped) listener({ silent: `${label} cannot be asked for: ${error.message}` });
            return null;
          },
          ...(endpoints.length === 0 ? {} : { uplinkEndpoints: [...endpoints] }),
        });
        const { supergraphSdl, cleanup } = await manager.initialize({
          update: (text) => {
            if (!stopped) listener({ text });
          },
          healthCheck: async () => undefined,
          getDataSource: () => {
            throw new Error('invariant: Uplink asks no subgraphs');
          },
        });
        cleanUp = cleanup;
        if (stopped) end();
        else {
          listener({ text: supergraphSdl as string });
          void note();
        }
      } catch (error) {
        if (stopped) return;
        listener({ missing: `${label} cannot be had: ${(error as Error).message}` });
        timer = setTimeout(() => void begin(), again);
      }
    };
    void begin();
    return () => {
      stopped = true;
      clearTimeout(timer);
      end();
    };
  };
  return { label, attributes: { graphRef }, watch };
}
