import { expect, test } from '@jest/globals';
import { decideReceipt, MAX_ON_HAND } from './decideReceipt.ts';

test('given 3 on hand, receiving 4 makes 7', () => {
  expect(decideReceipt(3, 4)).toEqual({ quantity: 4, onHand: 7 });
});

test.each([0, -1, 1.5])('receiving %p is refused', (quantity) => {
  expect(() => decideReceipt(3, quantity)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});

test('more than a product can have is refused', () => {
  expect(decideReceipt(MAX_ON_HAND - 1, 1).onHand).toBe(MAX_ON_HAND);
  expect(() => decideReceipt(MAX_ON_HAND - 1, 2)).toThrow('quantity: Expected a whole number from 1 to 1, got 2.');
});
