import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryDelay } from './retryDelay.ts';

const limits = { first: 200, last: 30_000 };

test('doubles, between half and all of it', () => {
  expect(retryDelay(1, limits, () => 0)).toBe(100);
  expect(retryDelay(1, limits, () => 1)).toBe(200);
  expect(retryDelay(4, limits, () => 1)).toBe(1_600);
});

test('is never more than the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const delay = retryDelay(failures, limits, () => random);
      expect(delay).toBeGreaterThanOrEqual(100);
      expect(delay).toBeLessThanOrEqual(30_000);
    }),
  );
});
