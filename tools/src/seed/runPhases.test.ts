import { expect, test } from '@jest/globals';
import { phases as all } from './phases.ts';
import { runPhases } from './runPhases.ts';
import type { SeedPhase } from './SeedPhase.ts';

const phase = (name: string, after: string[] = []): SeedPhase => ({
  name,
  needs: [],
  after,
  run: () => Promise.reject(new Error('not called')),
});
const report = { total: 1, created: 1 };

test('phases run side by side, each after those that it names', async () => {
  const told: string[] = [];
  const ends = new Map<string, () => void>();
  const running = runPhases([phase('a'), phase('b'), phase('c', ['a', 'not among these'])], async ({ name }) => {
    told.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return report;
  });
  await new Promise(setImmediate);
  expect(told).toEqual(['a', 'b']);
  ends.get('a')?.();
  await new Promise(setImmediate);
  expect(told).toEqual(['a', 'b', 'c']);
  ends.get('c')?.();
  ends.get('b')?.();
  expect(await running).toMatchObject(['a', 'b', 'c'].map((name) => ({ name, report })));
});

test('one that fails stops those that come after it, and no others', async () => {
  const failure = new Error('it failed');
  const outcomes = await runPhases(
    [phase('a'), phase('b'), phase('after a', ['a']), phase('after that', ['after a'])],
    async ({ name }) => {
      if (name === 'a') throw failure;
      return report;
    },
  );
  expect(outcomes).toEqual([
    { name: 'a', error: failure },
    { name: 'b', report: { ...report, seconds: expect.any(Number) } },
    { name: 'after a', error: new Error('It comes after a, which failed.') },
    { name: 'after that', error: new Error('It comes after after a, which failed.') },
  ]);
});

test('the phases stand after those that they come after', () => {
  all.forEach(({ name, after }, index) => {
    const before = all.slice(0, index).map((each) => each.name);
    expect({ name, unmet: after.filter((each) => !before.includes(each)) }).toEqual({ name, unmet: [] });
  });
});
