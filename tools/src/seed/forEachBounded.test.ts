import { describe, expect, test } from '@jest/globals';
import { forEachBounded } from './forEachBounded.ts';

const numbers = Array.from({ length: 20 }, (_, index) => index);

describe('forEachBounded', () => {
  test('does everything, in order, with no more than the limit under way', async () => {
    const begun: number[] = [];
    let underWay = 0;
    let most = 0;
    await forEachBounded(numbers, 3, async (item, index) => {
      expect(item).toBe(index);
      begun.push(item);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
    });
    expect(begun).toEqual(numbers);
    expect(most).toBe(3);
  });

  test('begins nothing new after a failure, awaits what is under way and throws the first failure', async () => {
    const ended: number[] = [];
    const work = async (item: number): Promise<void> => {
      if (item === 4) throw new Error('four');
      await new Promise(setImmediate);
      ended.push(item);
    };
    await expect(forEachBounded(numbers, 3, work)).rejects.toThrow('four');
    expect(ended).toEqual([0, 1, 2, 3, 5].filter((item) => ended.includes(item)));
    expect(ended.length).toBeLessThanOrEqual(5);
  });

  test('has nothing to do with no items', async () => {
    await forEachBounded([], 8, () => Promise.reject(new Error('never called')));
  });
});
