import type { Driven } from './drive.ts';
import { type Spread, type Summary, spread, summarise, throughput } from './summarise.ts';

/** What one round measured: both ways, right after one another. */
export interface HopsRound {
  readonly on: Driven;
  readonly off: Driven;
}

/** One way of answering the query. */
export interface HopsSide extends Summary {
  /** The subgraphs that one answer asks, a name a request. */
  readonly fetches: readonly string[];
}

/** What `npm run bench:hops` found out. */
export interface HopsReport {
  /** Copied fields are served from local copies. */
  readonly on: HopsSide;
  /** Copied fields are fetched from their owner. */
  readonly off: HopsSide;
  /** Throughput on over throughput off: of the medians, and the lowest and highest of any round. */
  readonly ratio: Spread;
  readonly rounds: number;
  readonly conditions: Conditions;
}

/** What the figures hold for. */
export interface Conditions {
  /** The MongoDB server and its version. */
  readonly mongo: string;
  readonly nats: string;
  readonly node: string;
  readonly cpus: number;
  /** Load of the machine (average over a minute) before anything was started: others' work. */
  readonly load: number;
  readonly products: number;
  readonly members: number;
  readonly orders: number;
  readonly concurrency: number;
  /** How long each way is measured in a round. */
  readonly seconds: number;
}

/** Puts the rounds together. Expects at least one. */
export function createReport(
  rounds: readonly HopsRound[],
  fetches: { readonly on: readonly string[]; readonly off: readonly string[] },
  conditions: Conditions,
): HopsReport {
  const on = summarise(rounds.map((round) => round.on));
  const off = summarise(rounds.map((round) => round.off));
  const ratio = {
    ...spread(rounds.map((round) => throughput(round.on) / throughput(round.off))),
    median: on.rps.median / off.rps.median,
  };
  return {
    on: { ...on, fetches: fetches.on },
    off: { ...off, fetches: fetches.off },
    ratio,
    rounds: rounds.length,
    conditions,
  };
}

/** The last line of `--json`: medians over the rounds, rounded. */
export function toJson({ on, off, ratio, rounds, conditions }: HopsReport) {
  const side = ({ p50Ms, p95Ms, p99Ms, rps, fetches, requests }: HopsSide) => ({
    p50Ms: round(p50Ms.median),
    p95Ms: round(p95Ms.median),
    p99Ms: round(p99Ms.median),
    rps: round(rps.median),
    rpsLowest: round(rps.lowest),
    rpsHighest: round(rps.highest),
    fetches: fetches.length,
    requests,
  });
  return {
    on: side(on),
    off: side(off),
    ratio: round(ratio.median),
    ratioLowest: round(ratio.lowest),
    ratioHighest: round(ratio.highest),
    rounds,
    ...conditions,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
