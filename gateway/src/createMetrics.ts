import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { BoundedLabels } from './BoundedLabels.ts';

const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Names of operations that are told apart. */
const OPERATIONS = 100;
/** Codes of errors that are told apart: subgraphs may have any. */
const CODES = 200;

type Plans = { readonly hits: number; readonly misses: number; readonly kept: number };

/** What `/metrics` tells, in a registry of its own so that several gateways can live in one process. */
export type GatewayMetrics = ReturnType<typeof createMetrics>;

/** Creates the gateway's metrics. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const operationNames = new BoundedLabels(OPERATIONS);
  const codes = new BoundedLabels(CODES);
  const errors = new Counter({
    name: 'wellspring_gateway_errors_total',
    help: 'Errors in answers, by extensions.code: limits that were hit, subgraphs that did not answer, refusals of units.',
    labelNames: ['code'] as const,
    registers,
  });
  let plansNow: () => Plans = () => ({ hits: 0, misses: 0, kept: 0 });
  let plansTold: Plans = plansNow();
  return {
    registry,
    errors,
    countError(code: unknown) {
      errors.inc({ code: typeof code === 'string' ? codes.of(code) : 'none' });
    },
    /** The name of an operation as a label; of those without one, and of what was no operation, `none`. */
    operationLabel: (name: string | null | undefined) => (name ? operationNames.of(name) : 'none'),
    requests: new Counter({
      name: 'wellspring_gateway_requests_total',
      help: 'HTTP requests answered, by route and status.',
      labelNames: ['route', 'status'] as const,
      registers,
    }),
    freshness: new Histogram({
      name: 'wellspring_gateway_freshness_seconds',
      help: 'How old the copies were that a subgraph answered from, by view; the oldest of an operation.',
      labelNames: ['subgraph', 'view'] as const,
      buckets: secondsBuckets,
      registers,
    }),
    operations: new Counter({
      name: 'wellspring_gateway_operations_total',
      help: 'Operations answered; outcome: ok, partial (data and errors) or failed.',
      labelNames: ['type', 'outcome'] as const,
      registers,
    }),
    operationSeconds: new Histogram({
      name: 'wellspring_gateway_operation_seconds',
      help: 'Time from receiving an operation to its answer; operation: the first 100 names, then other.',
      labelNames: ['type', 'operation'] as const,
      buckets: secondsBuckets,
      registers,
    }),
    refusedFields: new Counter({
      name: 'wellspring_gateway_refused_fields_total',
      help: 'Fields that somebody may not see and asked for; mode: filter, reject, or log (then they were answered).',
      labelNames: ['mode', 'who'] as const,
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
      aggregator: 'max',
      registers,
    }),
    breakerChanges: new Counter({
      name: 'wellspring_gateway_breaker_changes_total',
      help: 'Times that a breaker became closed, half-open or open.',
      labelNames: ['subgraph', 'to'] as const,
      registers,
    }),
    /** Where the plan cache's figures are read from, when they are asked for. */
    readPlans(read: () => Plans) {
      plansNow = read;
    },
    planCache: new Counter({
      name: 'wellspring_gateway_plan_cache_total',
      help: 'Operations whose plan was there (hit), or that waited for it (miss).',
      labelNames: ['outcome'] as const,
      registers,
      collect() {
        const now = plansNow();
        this.inc({ outcome: 'hit' }, now.hits - plansTold.hits);
        this.inc({ outcome: 'miss' }, now.misses - plansTold.misses);
        plansTold = now;
      },
    }),
    plans: new Gauge({
      aggregator: 'max',
      name: 'wellspring_gateway_plans',
      help: 'Plans that are kept for the supergraph that is served.',
      registers,
      collect() {
        this.set(plansNow().kept);
      },
    }),
    supergraphLoads: new Counter({
      name: 'wellspring_gateway_supergraph_loads_total',
      help: 'Supergraphs read from the file; outcome: loaded or refused.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    supergraphRefused: new Gauge({
      aggregator: 'max',
      name: 'wellspring_gateway_supergraph_refused',
      help: '1 while the supergraph file holds something that was refused and an older one is served.',
      registers,
    }),
    supergraphSilent: new Gauge({
      aggregator: 'max',
      name: 'wellspring_gateway_supergraph_origin_silent',
      help: '1 while Uplink cannot be asked whether there is a newer supergraph than the one that is served.',
      registers,
    }),
  };
}
