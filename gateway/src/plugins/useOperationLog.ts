import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayMetrics } from '../createMetrics.ts';
import { PreparedData } from '../execution/PreparedData.ts';
import type { GatewayContext } from '../GatewayContext.ts';

/** Measures every operation and writes one line about it. Never the variables: they may be personal. */
export function useOperationLog(metrics: GatewayMetrics): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async willSendResponse({ response, operation, operationName, contextValue }) {
          const ms = performance.now() - started;
          const type = operation?.operation ?? 'unknown';
          const { data, errors = [] } = response.body.kind === 'single' ? response.body.singleResult : {};
          const outcome = errors.length === 0 ? 'ok' : hasData(data) ? 'partial' : 'failed';
          metrics.operations.inc({ type, outcome });
          // Only what was valid names an operation of ours.
          const label = metrics.operationLabel(operation === undefined ? undefined : operationName);
          metrics.operationSeconds.observe({ type, operation: label }, ms / 1_000);
          for (const { extensions } of errors) metrics.countError(extensions?.code);
          for (const { subgraph, view, lagMs } of contextValue.freshness.entries())
            if (lagMs !== null) metrics.freshness.observe({ subgraph, view }, lagMs / 1_000);
          contextValue.log.info(
            {
              operation: operationName,
              type,
              outcome,
              ms: Math.round(ms),
              fetches: contextValue.fetches.length,
              ...(errors.length > 0 ? { codes: [...new Set(errors.map((error) => error.extensions?.code))] } : {}),
            },
            'operation answered',
          );
        },
      };
    },
  };
}

function hasData(data: unknown): boolean {
  // Prepared data is looked into only where there were errors.
  if (data instanceof PreparedData) return hasData(data.parse());
  return Object.values(data ?? {}).some((value) => value !== null);
}
