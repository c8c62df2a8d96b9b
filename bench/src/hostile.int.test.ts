import { expect, test } from '@jest/globals';
import { isLinux, processesOf, removeFolders, runBench } from './runBench.ts';

test('npm run bench:hostile: every bad request is refused, none with a 500, and the gateway lives', async () => {
  const { ended, folder } = runBench('bench/src/hostile.ts')(['--quick', '--json']);
  const { code, out, error } = await ended;
  const report = JSON.parse(out.trim().split('\n').at(-1) ?? '{}');
  try {
    expect({ code, error: code === 0 ? '' : error, wrong: report.wrongNames }).toEqual({
      code: 0,
      error: '',
      wrong: [],
    });
    expect(report).toMatchObject({ requests: 1_600, wrong: 0, status500: 0, crashes: 0, goodAnswered: true });
    expect(report.kinds).toBeGreaterThan(300);
    expect(report.memory.lastMb).toBeGreaterThan(50);
    if (isLinux) expect(processesOf(folder)).toEqual([]);
  } finally {
    removeFolders();
  }
}, 120_000);
