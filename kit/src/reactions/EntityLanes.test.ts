import { expect, test } from '@jest/globals';
import { EntityLanes } from './EntityLanes.ts';

test('one entity in order, others side by side, and never more attempts than there are places', async () => {
  const lanes = new EntityLanes(2);
  const log: string[] = [];
  let atOnce = 0;
  let most = 0;
  for (const key of ['a', 'b', 'c'])
    for (const n of [1, 2, 3]) {
      lanes.add(key, async () => {
        await lanes.turn(async () => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await new Promise((resolve) => setImmediate(resolve));
          log.push(`${key}${n}`);
          atOnce -= 1;
        });
      });
    }
  expect(lanes.idle('a')).toBe(false);
  await lanes.drained();
  expect(most).toBe(2);
  for (const key of ['a', 'b', 'c'])
    expect(log.filter((entry) => entry.startsWith(key))).toEqual([`${key}1`, `${key}2`, `${key}3`]);
  expect(lanes.idle('a')).toBe(true);
});

test('an entity that waits between two attempts holds up its own only', async () => {
  const lanes = new EntityLanes(1);
  const log: string[] = [];
  const waiting = Promise.withResolvers<void>();
  lanes.add('slow', async () => {
    await lanes.turn(async () => void log.push('slow 1'));
    await waiting.promise;
    await lanes.turn(async () => void log.push('slow 2'));
  });
  lanes.add('slow', async () => void log.push('slow 3'));
  const other = Promise.withResolvers<void>();
  lanes.add('quick', () => lanes.turn(async () => void log.push('quick')).then(other.resolve));
  await other.promise;
  waiting.resolve();
  await lanes.drained();
  expect(log).toEqual(['slow 1', 'quick', 'slow 2', 'slow 3']);
});

test('attempts of one name run one at a time, and take no place while they wait', async () => {
  const lanes = new EntityLanes(2);
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const add = (key: string, shared: string | undefined, work: () => Promise<void>): void =>
    lanes.add(key, () =>
      lanes
        .turn(async () => {
          log.push(`${key} begins`);
          await work();
          log.push(`${key} ends`);
        }, shared)
        .catch(() => undefined),
    );
  add('a', 'sum', () => first.promise);
  add('b', 'sum', async () => {
    throw new Error('fails');
  });
  add('c', 'sum', async () => undefined);
  const other = Promise.withResolvers<void>();
  add('d', undefined, async () => other.resolve());
  await other.promise;
  first.resolve();
  await lanes.drained();
  expect(log.filter((line) => !line.startsWith('d'))).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  expect(log.indexOf('d ends')).toBeLessThan(log.indexOf('a ends'));
});
