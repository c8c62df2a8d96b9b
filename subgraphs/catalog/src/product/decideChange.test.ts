import { describe, expect, test } from '@jest/globals';
import { decideRename, decideReprice, decideRetirement } from './decideChange.ts';

const product = {
  name: 'Cable Basics',
  sku: 'COURSE-1',
  description: null,
  price: { minor: 9_900, currency: 'USD' },
  active: true,
};

describe('renaming', () => {
  test('changes the name and how the product is found', () => {
    expect(decideRename(product, ' Cable ABC ')).toEqual({
      changes: { name: 'Cable ABC', sortName: 'cable abc', searchText: 'cable abc\ncourse-1\n' },
      event: { previous: 'Cable Basics', name: 'Cable ABC' },
    });
  });
  test('to the name it has is nothing', () => expect(decideRename(product, 'Cable Basics')).toBeNull());
  test('to no name is refused', () => {
    expect(() => decideRename(product, ' ')).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('repricing', () => {
  test('changes the price and tells both in wire form', () => {
    expect(decideReprice(product, { amount: '120', currency: 'USD' })).toEqual({
      changes: { price: { minor: 12_000, currency: 'USD' } },
      event: { previous: { amount: '99.00', currency: 'USD' }, price: { amount: '120.00', currency: 'USD' } },
    });
  });
  test('to the price it has, however written, is nothing', () => {
    expect(decideReprice(product, { amount: '99', currency: 'USD' })).toBeNull();
  });
  test('to another currency is a change', () => {
    expect(decideReprice(product, { amount: '99.00', currency: 'EUR' })?.event.price).toEqual({
      amount: '99.00',
      currency: 'EUR',
    });
  });
  test.each([
    ['-0.01', 'USD'],
    ['1', 'XYZ'],
    ['free', 'USD'],
  ])('to %s %s is refused', (amount, currency) => {
    expect(() => decideReprice(product, { amount, currency })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('retiring', () => {
  test('takes it off sale', () => {
    expect(decideRetirement(product)).toEqual({ changes: { active: false }, event: { sku: 'COURSE-1' } });
  });
  test('what is off sale is nothing', () => expect(decideRetirement({ ...product, active: false })).toBeNull());
});
