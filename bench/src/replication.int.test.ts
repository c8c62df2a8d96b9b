import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ROOT } from '@wellspring/tools/root.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function run(args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-bench-test-'));
  folders.push(folder);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'bench/src/replication.ts', ...args],
    {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder, NODE_OPTIONS: '' },
    },
  );
  const said = { out: '', error: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.error += chunk.toString();
  });
  return new Promise<{ code: number | null; out: string; error: string; left: string[] }>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said, left: readdirSync(folder) }));
  });
}

describe('npm run bench:replication', () => {
  test('measures what arrives against the server by itself, and leaves nothing behind', async () => {
    const { code, out, error, left } = await run(['--quick', '--changes', '40', '--bootstrap', '60', '--json']);
    expect({ code, error }).toEqual({ code: 0, error: expect.stringContaining('a new replica of 60 members') });
    expect(out).toMatch(/raw upserts .*\n.*driver alone.*\n.*changes, owner to replica.*\n.*a new replica/);
    expect(left).toEqual([]);

    const report = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
    const memory = { firstMb: expect.any(Number), lastMb: expect.any(Number) };
    expect(report).toEqual({
      rawPerSecond: expect.any(Number),
      raw: Array(4).fill(expect.any(Number)),
      ceilingRatio: expect.any(Number),
      changesPerSecond: expect.any(Number),
      ratio: expect.any(Number),
      lagP50Ms: expect.any(Number),
      lagP99Ms: expect.any(Number),
      bootstrapPerSecond: expect.any(Number),
      bootstrapRatio: expect.any(Number),
      memory: { owner: memory, consumer: memory },
      changes: 40,
      lagChanges: 40,
      bootstrap: 60,
      mongo: expect.stringMatching(/^(MongoDB|SecantusDB) \d/),
      nats: expect.stringMatching(/^NATS \d/),
      syncInterval: '10s',
      node: process.versions.node,
      cpus: expect.any(Number),
      load: expect.any(Number),
    });
    expect(report.ratio).toBeCloseTo(report.changesPerSecond / ((report.raw[1] + report.raw[2]) / 2), 5);
    expect(report.lagP99Ms).toBeGreaterThanOrEqual(report.lagP50Ms);
    for (const figure of [report.rawPerSecond, report.ceilingRatio, report.ratio, report.bootstrapRatio])
      expect(figure).toBeGreaterThan(0);
  }, 180_000);

  test.each([
    [['--changes', '0'], /--changes expects a whole number of at least 1; got "0"/],
    [['--lag', 'few'], /--lag expects a number of seconds above 0; got "few"/],
  ])(
    'refuses %j',
    async (args, message) => {
      const { code, error } = await run(args);
      expect(code).toBe(1);
      expect(error).toMatch(message);
    },
    30_000,
  );
});
