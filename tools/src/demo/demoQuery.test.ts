import { describe, expect, test } from '@jest/globals';
import { type DemoOrder, median, missingIn } from './demoQuery.ts';

const whole: DemoOrder = {
  id: 'o1',
  member: { displayName: 'Aiko Tanaka' },
  lines: [{ quantity: 1, product: { name: 'RFC 4862', price: { amount: '39.00', currency: 'USD' } } }],
};

describe('missingIn', () => {
  test('finds nothing in a whole order', () => {
    expect(missingIn([whole])).toEqual([]);
  });

  test.each<[string, Partial<DemoOrder>, string]>([
    ['a member', { member: null }, 'o1.member.displayName'],
    ["a member's name", { member: { displayName: null } }, 'o1.member.displayName'],
    ['the lines', { lines: [] }, 'o1.lines'],
    [
      "a product's name",
      { lines: [{ quantity: 1, product: { name: null, price: { amount: '1.00', currency: 'USD' } } }] },
      'o1.lines[0].product.name',
    ],
    ['a price', { lines: [{ quantity: 1, product: { name: 'x', price: null } }] }, 'o1.lines[0].product.price'],
    [
      'a currency',
      { lines: [{ quantity: 1, product: { name: 'x', price: { amount: '1.00', currency: null } } }] },
      'o1.lines[0].product.price',
    ],
  ])('names %s that is not there', (_, change, path) => {
    expect(missingIn([{ ...whole, ...change }])).toEqual([path]);
  });
});

describe('median', () => {
  test.each([
    [[3, 1, 2], 2],
    [[10, 1, 2, 3], 2.5],
    [[], 0],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
