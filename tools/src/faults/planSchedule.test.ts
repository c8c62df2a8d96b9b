import { expect, test } from '@jest/globals';
import { dangersOf, digestOf, planSchedule } from './planSchedule.ts';

const dangers = dangersOf({ members: ['members'], catalog: ['catalog', 'catalog-2'], orders: ['orders', 'orders-2'] });

test('the same seed gives the same schedule, another one another', () => {
  const [one, again, other] = [1, 1, 2].map((seed) => planSchedule(seed, 20_000, dangers));
  expect(one).toEqual(again);
  expect(digestOf(one ?? [])).toBe(digestOf(again ?? []));
  expect(digestOf(other ?? [])).not.toBe(digestOf(one ?? []));
});

test('every process is in danger, the broker’s store and each unit’s database too', () => {
  expect(dangers).toHaveLength(7 * 3 + 1 + 3 * 2);
  expect(dangers).toContainEqual({ kind: 'wipe', target: 'nats' });
  expect(dangers).toContainEqual({ kind: 'pause', target: 'orders-2' });
  expect(dangers).toContainEqual({ kind: 'restore', target: 'catalog' });
  expect(dangers).toContainEqual({ kind: 'rewind', target: 'members' });
  expect(dangers).toContainEqual({ kind: 'kill', target: 'mongodb' });
});

test.each([1, 2, 3, 4, 5])('seed %s: faults begin in time, in order, and none repeats before all came', (seed) => {
  const schedule = planSchedule(seed, 180_000, dangers);
  const times = schedule.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(180_000);
  const first = schedule.slice(0, dangers.length).map(({ kind, target }) => `${kind} ${target}`);
  expect(new Set(first).size).toBe(dangers.length);
});
