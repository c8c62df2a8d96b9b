import { expect, test } from '@jest/globals';
import { dangersOf, digestOf, planSchedule } from './planSchedule.ts';

const dangers = dangersOf(['members', 'catalog', 'orders']);

test('the same seed gives the same schedule, another one another', () => {
  const [one, again, other] = [1, 1, 2].map((seed) => planSchedule(seed, 20_000, dangers));
  expect(one).toEqual(again);
  expect(digestOf(one ?? [])).toBe(digestOf(again ?? []));
  expect(digestOf(other ?? [])).not.toBe(digestOf(one ?? []));
});

test('every process is in danger, the broker’s store too', () => {
  expect(dangers).toHaveLength(16);
  expect(dangers).toContainEqual({ kind: 'wipe', target: 'nats' });
  expect(dangers).toContainEqual({ kind: 'kill', target: 'mongodb' });
});

test.each([1, 2, 3, 4, 5])('seed %s: faults begin in time, in order, and none repeats before all came', (seed) => {
  const schedule = planSchedule(seed, 120_000, dangers);
  const times = schedule.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(120_000);
  const first = schedule.slice(0, dangers.length).map(({ kind, target }) => `${kind} ${target}`);
  expect(new Set(first).size).toBe(dangers.length);
});
