import { expect, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { processesOf, removeFolders, runBench } from './runBench.ts';

// It ends processes by signals.
const whereSignalsAre = process.platform === 'win32' ? test.skip : test;

whereSignalsAre(
  'npm run bench:restart: no request fails while every process of units and gateways is restarted',
  async () => {
    const flags = ['--rate', '10', '--at-once', '4', '--drain-delay', '2500', '--without-servers'];
    const { ended, folder } = runBench('bench/src/restart.ts')([
      '--units',
      'members,catalog,orders',
      ...flags,
      '--json',
    ]);
    const { code, out, error } = await ended;
    const report = JSON.parse(out.trim().split('\n').at(-1) || '{}');
    try {
      expect({ code, error: code === 0 ? '' : out + error }).toEqual({ code: 0, error: '' });
      expect(report).toMatchObject({ failed: 0, failures: {}, lost: 0, restarts: 8 });
      expect(report.requests).toBeGreaterThan(40);
      expect(report.mutations).toBeGreaterThan(20);
      await eventually('every process to be gone', () => processesOf(folder).length === 0);
    } finally {
      removeFolders();
    }
  },
  300_000,
);
