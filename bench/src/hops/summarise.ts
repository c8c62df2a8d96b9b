import type { Driven } from './drive.ts';

/** The middle of the rounds, and the lowest and highest of them. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** One way of answering, over all rounds. */
export interface Summary {
  readonly p50Ms: Spread;
  readonly p95Ms: Spread;
  readonly p99Ms: Spread;
  /** Requests a second. */
  readonly rps: Spread;
  readonly requests: number;
}

/** The figures of each round, put together. Expects at least one round. */
export function summarise(rounds: readonly Driven[]): Summary {
  const of = (figure: (round: Driven) => number): Spread => spread(rounds.map(figure));
  return {
    p50Ms: of(({ latencies }) => quantile(latencies, 0.5)),
    p95Ms: of(({ latencies }) => quantile(latencies, 0.95)),
    p99Ms: of(({ latencies }) => quantile(latencies, 0.99)),
    rps: of(throughput),
    requests: rounds.reduce((sum, { latencies }) => sum + latencies.length, 0),
  };
}

/** Requests a second of one round. */
export function throughput({ latencies, seconds }: Driven): number {
  return latencies.length / seconds;
}

/** Median, lowest and highest; of an even number of values, the median is between the two in the middle. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const last = sorted.length - 1;
  return {
    median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2,
    lowest: at(0),
    highest: at(last),
  };
}

/** The value that `share` (0 to 1) of the values do not exceed, by the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
