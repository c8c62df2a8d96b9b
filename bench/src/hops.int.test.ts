import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { ROOT } from '@wellspring/tools/root.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The command in a process of its own. Its children have its TMPDIR too: that is how they are found. */
function run(args: readonly string[], onText: (text: string, child: ChildProcess) => void = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-bench-test-'));
  folders.push(folder);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bench/src/hops.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder, NODE_OPTIONS: '' },
  });
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error += chunk.toString();
    onText(said.error, child);
  });
  const ended = new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { ended, folder };
}

const isLinux = process.platform === 'linux';

/** The ids of the processes that have this TMPDIR. Only Linux tells; elsewhere none are found. */
function processesOf(folder: string): number[] {
  if (!isLinux) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!(pid > 0)) return false;
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}\0`);
      } catch {
        return false; // it ended meanwhile, or is someone else's
      }
    });
}

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
