import { expect, test } from '@jest/globals';
import { isSound, runCampaign } from '@wellspring/tools/faults/runCampaign.ts';

test('20 s of kills, pauses, restarts, a wiped broker and restored backups: nothing lost, nothing twice, never backwards, all equal in the end', async () => {
  // The seed deals a restored backup of an owner that is dead, one of an owner that goes on, a wiped broker, and a second process.
  const { lost, regressed, diverged, twice, details, unexpected, convergeMs, acknowledged, voided, reads, faults } =
    await runCampaign({ seconds: 20, seed: 155, patience: 120_000 });
  const unproved = Object.entries(faults).filter(([, { count, landed }]) => landed < count);
  expect({ lost, regressed, diverged, twice, details, unproved }).toEqual({
    lost: 0,
    regressed: 0,
    diverged: 0,
    twice: 0,
    details: [],
    unproved: [],
  });
  expect(convergeMs).not.toBeNull();
  expect(unexpected).toEqual([]);
  // It was no walk in the park, and the platform went on working.
  expect(Object.keys(faults)).toEqual(
    expect.arrayContaining(['restore catalog', 'rewind members', 'wipe nats', 'kill catalog-2', 'pause mongodb']),
  );
  expect(Object.keys(faults).length).toBeGreaterThan(8);
  expect(voided).toBeGreaterThan(0);
  expect(acknowledged).toBeGreaterThan(50);
  expect(reads).toBeGreaterThan(50);
}, 400_000);

test('a report with any fault is not sound', () => {
  const report = { lost: 0, regressed: 0, diverged: 0, twice: 0 } as Parameters<typeof isSound>[0];
  expect(isSound(report)).toBe(true);
  for (const fault of ['lost', 'regressed', 'diverged', 'twice'])
    expect(isSound({ ...report, [fault]: 1 })).toBe(false);
});
