import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

// It pins processes to cores, as Linux does.
const onLinux = existsSync('/proc/self/status') ? test : test.skip;

onLinux(
  'npm run bench:gateway measures gateways whose answers are the same, over subgraphs that only replay',
  async () => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['bench/src/gateway.ts', '--quick', '--json']);
    const report = JSON.parse(stdout.trim().split('\n').at(-1) as string);
    for (const workload of ['deep', 'small'])
      for (const gateway of ['ours', 'unshared', 'stock']) expect(report[workload][gateway].rps).toBeGreaterThan(0);
    expect(report.deep.ratio).toBeGreaterThan(1);
    expect(report.memory.ours.rssMiB).toBeGreaterThan(0);
    expect(report.executedWhileMeasuring).toBe(0);
  },
  300_000,
);
