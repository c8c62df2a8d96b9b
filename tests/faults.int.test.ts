import { expect, test } from '@jest/globals';
import { isSound, runCampaign } from '@wellspring/tools/faults/runCampaign.ts';

test('20 s of kills, pauses, restarts and a wiped broker: nothing lost, nothing twice, never backwards, all equal in the end', async () => {
  const { lost, regressed, diverged, twice, details, unexpected, convergeMs, acknowledged, reads, faults } =
    await runCampaign({ seconds: 20, seed: 20 });
  expect({ lost, regressed, diverged, twice, details }).toEqual({
    lost: 0,
    regressed: 0,
    diverged: 0,
    twice: 0,
    details: [],
  });
  expect(convergeMs).not.toBeNull();
  expect(unexpected).toEqual([]);
  // It was no walk in the park, and the platform went on working.
  expect(Object.entries(faults).filter(([, { count, landed }]) => landed < count)).toEqual([]);
  expect(Object.keys(faults).length).toBeGreaterThan(8);
  expect(acknowledged).toBeGreaterThan(50);
  expect(reads).toBeGreaterThan(50);
}, 180_000);

test('a report with any fault is not sound', () => {
  const report = { lost: 0, regressed: 0, diverged: 0, twice: 0 } as Parameters<typeof isSound>[0];
  expect(isSound(report)).toBe(true);
  for (const fault of ['lost', 'regressed', 'diverged', 'twice'])
    expect(isSound({ ...report, [fault]: 1 })).toBe(false);
});
