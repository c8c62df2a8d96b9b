import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What `/metrics` tells, in a registry of its own so that several gateways can live in one process. */
export type GatewayMetrics = ReturnType<typeof createMetrics>;

/** Creates the gateway's metrics. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    operations: new Counter({
      name: 'wellspring_gateway_operations_total',
      help: 'Operations answered; outcome: ok, partial (data and errors) or failed.',
      labelNames: ['type', 'outcome'] as const,
      registers,
    }),
    operationSeconds: new Histogram({
      name: 'wellspring_gateway_operation_seconds',
      help: 'Time from receiving an operation to its answer.',
      labelNames: ['type'] as const,
      buckets: secondsBuckets,
      registers,
    }),
    fetches: new Counter({
      name: 'wellspring_gateway_fetches_total',
      help: 'Requests made to subgraphs; outcome: ok, or the reason why there was no answer.',
      labelNames: ['subgraph', 'outcome'] as const,
      registers,
    }),
    fetchSeconds: new Histogram({
      name: 'wellspring_gateway_fetch_seconds',
      help: 'Time that one request to a subgraph took.',
      labelNames: ['subgraph'] as const,
      buckets: secondsBuckets,
      registers,
    }),
    fetchRetries: new Counter({
      name: 'wellspring_gateway_fetch_retries_total',
      help: 'Queries that were sent to a subgraph again.',
      labelNames: ['subgraph'] as const,
      registers,
    }),
    breakerState: new Gauge({
      name: 'wellspring_gateway_breaker_state',
      help: 'Whether a subgraph is asked: 0 closed (yes), 1 half-open (one fetch tries), 2 open (no: it failed too often just now).',
      labelNames: ['subgraph'] as const,
      registers,
    }),
    breakerChanges: new Counter({
      name: 'wellspring_gateway_breaker_changes_total',
      help: 'Times that a breaker became closed, half-open or open.',
      labelNames: ['subgraph', 'to'] as const,
      registers,
    }),
    supergraphLoads: new Counter({
      name: 'wellspring_gateway_supergraph_loads_total',
      help: 'Supergraphs read from the file; outcome: loaded or refused.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    supergraphRefused: new Gauge({
      name: 'wellspring_gateway_supergraph_refused',
      help: '1 while the supergraph file holds something that was refused and an older one is served.',
      registers,
    }),
  };
}
