import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What a unit measures of its reactions; labelled by the event they are to. */
export class ReactionMetrics {
  readonly handled: Counter<'event'>;
  readonly repeated: Counter<'event'>;
  readonly retried: Counter<'event'>;
  readonly unreadable: Counter<'event'>;
  readonly parked: Gauge<'event'>;
  readonly lag: Histogram<'event'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const counter = (name: string, help: string) =>
      new Counter({ name: `wellspring_${name}`, help, labelNames: ['event'] as const, registers });
    this.handled = counter('reactions_handled_total', 'Events whose reaction had its effect');
    this.repeated = counter('reactions_repeated_total', 'Events that came again and were handled before');
    this.retried = counter('reactions_retried_total', 'Attempts of a reaction that failed');
    this.unreadable = counter('reactions_unreadable_total', 'Event messages that do not keep to the protocol');
    this.parked = new Gauge({
      name: 'wellspring_reactions_parked',
      help: 'Events whose reaction failed too often, and those behind them: see npm run parked',
      labelNames: ['event'],
      registers,
    });
    this.lag = new Histogram({
      name: 'wellspring_reaction_lag_seconds',
      help: 'From the recording of an event to the effect of its reaction',
      labelNames: ['event'],
      buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 30, 300],
      registers,
    });
  }
}
