import { describe, expect, test } from '@jest/globals';
import { createReport, toJson } from './HopsReport.ts';
import { quantile, spread, summarise } from './summarise.ts';

/** A round of `count` requests that took 1, 2, 3, … ms, in `seconds`. */
const round = (count: number, seconds: number) => ({
  latencies: Array.from({ length: count }, (_, i) => count - i),
  seconds,
});

describe('quantile', () => {
  test.each([
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [0, 1],
    [1, 100],
  ])('%d of 1 to 100 is %d', (share, value) => {
    expect(quantile(round(100, 1).latencies, share)).toBe(value);
  });
});

describe('spread', () => {
  test.each([
    [[3], { median: 3, lowest: 3, highest: 3 }],
    [[5, 1, 2], { median: 2, lowest: 1, highest: 5 }],
    [[10, 1, 4, 2], { median: 3, lowest: 1, highest: 10 }],
  ])('of %j is %j', (values, expected) => {
    expect(spread(values)).toEqual(expected);
  });
});

describe('the report', () => {
  const on = [round(100, 1), round(300, 1), round(200, 1)];
  const off = [round(50, 1), round(100, 1), round(200, 2)];
  const conditions = {
    mongo: 'MongoDB 0',
    nats: 'NATS 0',
    node: '0',
    cpus: 2,
    load: 0.1,
    products: 1,
    members: 2,
    orders: 3,
    concurrency: 8,
    seconds: 1,
  };
  const report = createReport(
    on.map((driven, i) => ({ on: driven, off: off[i] ?? driven })),
    { on: ['orders'], off: ['orders', 'members', 'catalog'] },
    conditions,
  );

  test('counts all requests and takes the median of the rounds', () => {
    expect(summarise(on)).toMatchObject({
      rps: { median: 200, lowest: 100, highest: 300 },
      p50Ms: { median: 100 },
      requests: 600,
    });
  });

  test('divides throughput with copies by throughput without', () => {
    expect(report.ratio).toEqual({ median: 2, lowest: 2, highest: 3 });
    expect(toJson(report)).toMatchObject({
      on: { p50Ms: 100, p95Ms: 190, p99Ms: 198, rps: 200, fetches: 1 },
      off: { p50Ms: 50, rps: 100, fetches: 3 },
      ratio: 2,
      rounds: 3,
      ...conditions,
    });
  });
});
