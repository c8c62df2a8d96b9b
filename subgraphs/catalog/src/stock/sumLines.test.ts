import { expect, test } from '@jest/globals';
import { sumLines } from './sumLines.ts';

test('a product that is on several lines counts once, with all of them', () => {
  const lines = [
    { productId: 'a', quantity: 2 },
    { productId: 'b', quantity: 1 },
    { productId: 'a', quantity: 3 },
  ];
  expect([...sumLines(lines)]).toEqual([
    ['a', 5],
    ['b', 1],
  ]);
  expect([...sumLines([])]).toEqual([]);
});
