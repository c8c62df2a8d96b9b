import { Counter, Gauge, type Registry } from 'prom-client';
import type { DriftReport } from './DriftReport.ts';

/** What a consumer measures of drift, per view. */
export class DriftMetrics {
  readonly #found: Counter<'view' | 'kind'>;
  readonly #repaired: Counter<'view'>;
  readonly #unsettled: Gauge<'view'>;
  readonly #comparedAt: Gauge<'view'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#found = new Counter({
      name: 'wellspring_drift_found_total',
      help: 'Entities that differ from their owner, by view and kind',
      labelNames: ['view', 'kind'],
      registers,
    });
    this.#repaired = new Counter({
      name: 'wellspring_drift_repaired_total',
      help: 'Of these, entities that were seen equal again after their repair',
      labelNames: ['view'],
      registers,
    });
    this.#unsettled = new Gauge({
      name: 'wellspring_drift_unsettled',
      help: 'Differences of the last comparison that may be changes in flight',
      labelNames: ['view'],
      registers,
    });
    this.#comparedAt = new Gauge({
      name: 'wellspring_drift_compared_timestamp_seconds',
      help: 'When the last comparison ended, in seconds since 1970',
      labelNames: ['view'],
      registers,
    });
  }

  compared({ view, found, repaired, unsettled }: DriftReport): void {
    for (const [kind, count] of Object.entries(found)) this.#found.inc({ view, kind }, count);
    this.#repaired.inc({ view }, repaired);
    this.#unsettled.set({ view }, unsettled);
    this.#comparedAt.setToCurrentTime({ view });
  }
}
