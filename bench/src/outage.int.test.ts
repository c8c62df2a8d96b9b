import { expect, test } from '@jest/globals';
import { isLinux, processesOf, removeFolders, runBench } from './runBench.ts';

// It stops and wakes processes by signals.
const whereSignalsAre = process.platform === 'win32' ? test.skip : test;

whereSignalsAre(
  'npm run bench:outage: no request fails while subgraphs are killed, hung, slowed and revived, and every process is restarted',
  async () => {
    const { ended, folder } = runBench('bench/src/outage.ts')(['--quick', '--json']);
    const { code, out, error } = await ended;
    const report = JSON.parse(out.trim().split('\n').at(-1) ?? '{}');
    try {
      expect(report).toMatchObject({ failed: 0, failures: [], restarts: 6 });
      expect(report.requests).toBeGreaterThan(200);
      expect(report.partial).toBeGreaterThan(0);
      expect(Object.keys(report.lost)).toEqual(expect.arrayContaining(['me', 'topProducts.inStock']));
      expect(report.p99Ms).toBeLessThanOrEqual(report.boundMs);
      expect(report.breakersOpened).toBeGreaterThan(0);
      expect(report.breakersClosed).toBeGreaterThan(0);
      expect({ code, error: code === 0 ? '' : error }).toEqual({ code: 0, error: '' });
      if (isLinux) expect(processesOf(folder)).toEqual([]);
    } finally {
      removeFolders();
    }
  },
  300_000,
);
