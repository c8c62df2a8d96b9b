import { type Spread, type Summary, spread, summarise, throughput } from '../src/hops/summarise.ts';
import type { DrivenOverviews } from './driveOverviews.ts';

/** The three ways to answer. */
export const WAYS = ['calls', 'messages', 'local'] as const;
export type Way = (typeof WAYS)[number];

/** How one other unit is while it is measured. */
export const CONDITIONS = ['healthy', 'slow', 'down'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What one round measured. */
export type AggregationRound = Readonly<Record<Condition, Readonly<Record<Way, DrivenOverviews>>>>;

/** One way in one condition, over all rounds. */
export interface WaySummary extends Summary {
  /** The share of answers without any missing part, 0 to 1. */
  readonly whole: number;
  /** Processor time of all processes for one answer, over all rounds; null where it is not known. */
  readonly cpuMs: number | null;
}

/** What the figures hold for. */
export interface AggregationFacts {
  readonly mongo: string;
  readonly nats: string;
  readonly node: string;
  readonly cpus: number;
  /** Of the machine, averaged over a minute, before anything was started: others' work. */
  readonly load: number;
  /** The unit that was slow and down. */
  readonly unit: string;
  /** How much later what it answers came while it was slow, in ms. */
  readonly delayMs: number;
  readonly deadlineMs: number;
  readonly members: number;
  readonly orders: number;
  readonly concurrency: number;
  readonly seconds: number;
}

/** What `npm run bench:aggregation` found out. */
export interface AggregationReport {
  readonly ways: Readonly<Record<Way, Readonly<Record<Condition, WaySummary>>>>;
  /** Throughput of the local database over that of synchronous calls, all units healthy. */
  readonly ratio: Spread;
  /** Processor time of an answer by synchronous calls over that of one from the local database, all units healthy. */
  readonly cpuRatio: number | null;
  readonly rounds: number;
  readonly facts: AggregationFacts;
}

/** Puts the rounds together. Expects at least one. */
export function createReport(rounds: readonly AggregationRound[], facts: AggregationFacts): AggregationReport {
  const each = <K extends string, T>(keys: readonly K[], of: (key: K) => T): Record<K, T> =>
    Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, T>;
  const ways = each(WAYS, (way) =>
    each(CONDITIONS, (condition) => {
      const driven = rounds.map((round) => round[condition][way]);
      const summary = summarise(driven);
      const sum = (of: (each: DrivenOverviews) => number): number => driven.reduce((all, each) => all + of(each), 0);
      const cpuMs = driven.some(({ cpuMs }) => cpuMs === null)
        ? null
        : sum(({ cpuMs }) => cpuMs ?? 0) / summary.requests;
      return { ...summary, whole: sum(({ whole }) => whole) / summary.requests, cpuMs };
    }),
  );
  const ratio = {
    ...spread(rounds.map(({ healthy }) => throughput(healthy.local) / throughput(healthy.calls))),
    median: ways.local.healthy.rps.median / ways.calls.healthy.rps.median,
  };
  const [calls, local] = [ways.calls.healthy.cpuMs, ways.local.healthy.cpuMs];
  const cpuRatio = calls === null || local === null ? null : calls / local;
  return { ways, ratio, cpuRatio, rounds: rounds.length, facts };
}

/** The last line of `--json`: medians over the rounds, rounded. */
export function toJson({ ways, ratio, cpuRatio, rounds, facts }: AggregationReport) {
  const figures = ({ p50Ms, p95Ms, p99Ms, rps, requests, whole, cpuMs }: WaySummary) => ({
    ...{ p50Ms: round(p50Ms.median), p95Ms: round(p95Ms.median), p99Ms: round(p99Ms.median) },
    ...{ rps: round(rps.median), rpsLowest: round(rps.lowest), rpsHighest: round(rps.highest) },
    ...{ requests, whole: Math.floor(whole * 10_000) / 10_000 },
    cpuMs: cpuMs === null ? null : round(cpuMs),
  });
  const conditions = (way: Way) =>
    Object.fromEntries(CONDITIONS.map((condition) => [condition, figures(ways[way][condition])]));
  return {
    ...Object.fromEntries(WAYS.map((way) => [way, conditions(way)])),
    ratio: round(ratio.median),
    ratioLowest: round(ratio.lowest),
    ratioHighest: round(ratio.highest),
    cpuRatio: cpuRatio === null ? null : round(cpuRatio),
    rounds,
    ...facts,
  };
}

/** The report for a person: a table, and what it holds for. */
export function formatReport({ ways, ratio, cpuRatio, rounds, facts }: AggregationReport): string {
  const rows = [
    ['', '', 'p50, ms', 'p95, ms', 'requests/s', 'CPU, ms', 'whole answers'],
    ...WAYS.flatMap((way) =>
      CONDITIONS.map((condition, i) => {
        const { p50Ms, p95Ms, rps, whole, cpuMs } = ways[way][condition];
        const share = `${(Math.floor(whole * 1_000) / 10).toString()} %`;
        return [
          i === 0 ? way : '',
          condition,
          show(p50Ms.median),
          show(p95Ms.median),
          show(rps.median),
          cpuMs === null ? '' : show(cpuMs),
          share,
        ];
      }),
    ),
  ];
  const widths = [0, 1, 2, 3, 4, 5, 6].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const table = rows.map((cells) => `  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
  const { mongo, nats, node, cpus, load, unit, delayMs, deadlineMs, members, orders, concurrency, seconds } = facts;
  return [
    ...table,
    '',
    `  ratio ${show(ratio.median)} (throughput of the local database over synchronous calls, all healthy; ${show(ratio.lowest)} to ${show(ratio.highest)} in single rounds)`,
    ...(cpuRatio === null
      ? []
      : [
          `  processor time of an answer, of all processes: calls take ${show(cpuRatio)} times that of the local database`,
        ]),
    '',
    `  Medians of ${rounds} rounds of ${seconds} s each; ${concurrency} requests at a time; ${members} members with ${orders} orders.`,
    `  Slow and down was ${unit}; slow: ${delayMs} ms later. Deadline of messages: ${deadlineMs} ms.`,
    `  ${mongo}, ${nats}, Node ${node}, ${cpus} CPUs (load before the start: ${load.toFixed(2)}).`,
    '',
  ].join('\n');
}

const round = (value: number): number => Math.round(value * 100) / 100;

function show(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}
