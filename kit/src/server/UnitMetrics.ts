import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Everything a unit measures; served at `/metrics` in Prometheus' text format. */
export class UnitMetrics {
  readonly registry: Registry;
  readonly requests: Counter<'outcome'>;
  readonly requestSeconds: Histogram;
  readonly published: Counter<'view'>;
  readonly unpublishable: Counter<'entity'>;
  readonly relayFailures: Counter;
  readonly backlog: Gauge;
  readonly applied: Counter<'view'>;
  readonly unreadable: Counter<'view'>;
  readonly redelivered: Counter<'view'>;
  readonly stale: Counter<'view'>;
  readonly loads: Counter<'view'>;
  readonly misses: Counter<'view'>;
  readonly cacheHits: Counter<'view'>;
  readonly pending: Gauge<'view'>;
  readonly lag: Histogram<'view'>;

  /** @param unit becomes a label of every metric */
  constructor(unit: string) {
    this.registry = new Registry();
    this.registry.setDefaultLabels({ unit });
    collectDefaultMetrics({ register: this.registry });
    const registers = [this.registry];
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Counter<L>({ name: `wellspring_${name}`, help, labelNames: [...labelNames], registers });
    this.requests = counter('requests_total', 'GraphQL operations answered, by outcome', ['outcome']);
    this.requestSeconds = new Histogram({
      name: 'wellspring_request_seconds',
      help: 'Time to answer a GraphQL operation',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.published = counter('views_published_total', 'View messages published', ['view']);
    this.unpublishable = counter('unpublishable_total', 'Failed publications of a document; it is tried again', [
      'entity',
    ]);
    this.relayFailures = counter(
      'relay_failures_total',
      'Passes of the relay that ended because the broker or the database was away',
      [],
    );
    this.backlog = new Gauge({
      name: 'wellspring_backlog',
      help: 'Documents committed and not published yet',
      registers,
    });
    this.applied = counter(
      'replica_rows_total',
      'Replica rows that came in, from the applier or the owner’s answer, stale ones too',
      ['view'],
    );
    this.unreadable = counter('unreadable_total', 'Messages that do not keep to the protocol', ['view']);
    this.redelivered = counter(
      'replica_redelivered_total',
      'View messages that came again, because their acknowledgement was late or lost',
      ['view'],
    );
    this.stale = counter('replica_stale_total', 'Revisions that were left out, because the row was as new or newer', [
      'view',
    ]);
    this.loads = counter('replica_loads_total', 'Rows that resolvers loaded; the cache’s hit rate is of these', [
      'view',
    ]);
    this.misses = counter('replica_misses_total', 'Rows that had to be asked of their owner', ['view']);
    this.cacheHits = counter('replica_cache_hits_total', 'Rows served from the in-process cache', ['view']);
    this.pending = new Gauge({
      name: 'wellspring_replica_pending',
      help: 'View messages not applied yet',
      labelNames: ['view'],
      registers,
    });
    this.lag = new Histogram({
      name: 'wellspring_replica_lag_seconds',
      help: "From the owner's commit to the row being written here",
      labelNames: ['view'],
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 30, 300],
      registers,
    });
  }

  /** Tells at each look which copies are filled. */
  tellReadiness(replicas: () => Iterable<{ readonly plan: { readonly view: string }; readonly ready: boolean }>): void {
    new Gauge({
      name: 'wellspring_replica_ready',
      help: '1 once the copy is filled, so that searches in it are answered; 0 until then',
      labelNames: ['view'],
      registers: [this.registry],
      collect() {
        for (const { plan, ready } of replicas()) this.set({ view: plan.view }, ready ? 1 : 0);
      },
    });
  }
}
