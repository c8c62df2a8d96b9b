import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { isLinux, processesOf, removeFolders, runBench } from './runBench.ts';

afterEach(removeFolders);
const run = runBench('bench/src/hops.ts');

const figures = {
  p50Ms: expect.any(Number),
  p95Ms: expect.any(Number),
  p99Ms: expect.any(Number),
  rps: expect.any(Number),
};

describe('npm run bench:hops', () => {
  test('measures one fetch against several, and ends what it started', async () => {
    const { ended, folder } = run(['--quick', '--json']);
    const { code, out, error } = await ended;
    expect({ code, error }).toEqual({ code: 0, error: expect.stringContaining('round 2 of 2') });
    expect(out).toMatch(/p50, ms.*\n.*p95, ms.*\n.*p99, ms.*\n.*requests\/s.*\n.*fetches/);

    const report = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
    expect(report).toMatchObject({
      on: { ...figures, fetches: 1 },
      off: { ...figures, fetches: expect.any(Number) },
      ratio: expect.any(Number),
      mongo: expect.stringMatching(/^(MongoDB|SecantusDB) \d/),
      nats: expect.stringMatching(/^NATS \d/),
      node: process.versions.node,
      cpus: expect.any(Number),
      members: 20,
      orders: 30,
      rounds: 2,
    });
    expect(report.off.fetches).toBeGreaterThan(1);
    for (const { p50Ms, p95Ms, p99Ms, rps } of [report.on, report.off]) {
      expect(p50Ms).toBeGreaterThan(0);
      expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
      expect(p99Ms).toBeGreaterThanOrEqual(p95Ms);
      expect(rps).toBeGreaterThan(0);
    }
    expect(report.ratio).toBeCloseTo(report.on.rps / report.off.rps, 1);
    expect(readdirSync(folder)).toEqual([]);
    await eventually('every process to be gone', () => processesOf(folder).length === 0);
  }, 120_000);

  test('ends what it started when it is interrupted', async () => {
    let processes: number[] = [];
    const { ended, folder } = run(['--quick'], (text, child) => {
      if (child.killed || !text.includes('loading')) return;
      processes = processesOf(folder);
      child.kill('SIGINT');
    });
    const { code, error } = await ended;
    expect({ code, error }).toEqual({ code: 130, error: expect.stringContaining('Interrupted') });
    if (isLinux) expect(processes.length).toBeGreaterThanOrEqual(8); // itself, MongoDB, NATS, three units, two gateways
    await eventually('every process to be gone', () => processesOf(folder).length === 0);
    expect(readdirSync(folder)).toEqual([]);
  }, 120_000);

  test.each([
    [['--orders', '9'], /--orders expects a whole number of at least 10; got "9"/],
    [['--rounds', '0'], /--rounds expects/],
    [['--seconds', 'few'], /--seconds expects a number of seconds above 0; got "few"/],
    [['--loops', '3'], /Unknown option '--loops'/],
  ])('refuses %j', async (args, message) => {
    const { code, error } = await run(args).ended;
    expect(code).toBe(1);
    expect(error).toMatch(message);
  });
});
