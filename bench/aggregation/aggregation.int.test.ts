import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { processesOf, removeFolders, runBench } from '../src/runBench.ts';

afterEach(removeFolders);
const run = runBench('bench/aggregation/aggregation.ts');

const figures = {
  p50Ms: expect.any(Number),
  p95Ms: expect.any(Number),
  rps: expect.any(Number),
  whole: expect.any(Number),
};

describe('npm run bench:aggregation', () => {
  test('measures three ways with a unit healthy, slow and down; the local one answers in full; ends what it started', async () => {
    const { ended, folder } = run(['--quick', '--json']);
    const { code, out, error } = await ended;
    expect({ code, error }).toEqual({ code: 0, error: expect.stringContaining('round 1 of 1') });
    expect(out).toMatch(/calls .*healthy[\s\S]*messages .*healthy[\s\S]*local .*healthy/);

    const report = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
    for (const way of [report.calls, report.messages, report.local])
      expect(way).toEqual({
        healthy: expect.objectContaining(figures),
        slow: expect.objectContaining(figures),
        down: expect.objectContaining(figures),
      });
    expect([report.local.healthy.whole, report.local.slow.whole, report.local.down.whole]).toEqual([1, 1, 1]);
    expect([report.calls.healthy.whole, report.calls.down.whole, report.messages.down.whole]).toEqual([1, 0, 0]);
    expect(report.calls.slow.p50Ms).toBeGreaterThan(report.delayMs);
    expect(report.ratio).toBeCloseTo(report.local.healthy.rps / report.calls.healthy.rps, 1);
    expect(readdirSync(folder)).toEqual([]);
    await eventually('every process to be gone', () => processesOf(folder).length === 0);
  }, 240_000);

  test.each([
    [['--unit', 'payments'], /--unit expects one of members, orders, catalog; got "payments"/],
    [['--deadline', '0'], /--deadline expects/],
  ])('refuses %j', async (args, message) => {
    const { code, error } = await run(args).ended;
    expect(code).toBe(1);
    expect(error).toMatch(message);
  });
});
