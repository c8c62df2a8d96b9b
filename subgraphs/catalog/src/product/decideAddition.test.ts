import { describe, expect, test } from '@jest/globals';
import { decideAddition } from './decideAddition.ts';

const input = {
  sku: 'SCTE-24-1-2021',
  name: 'SCTE 24-1 2021: IPCablecom 1.0 Part 1',
  kind: 'STANDARD',
  description: 'Architecture Framework',
  price: { amount: '129', currency: 'USD' },
} as const;

describe('adding a product', () => {
  test('given a good input, makes an active product that can be found, and says what came', () => {
    expect(decideAddition(input, 'p1')).toEqual({
      document: {
        _id: 'p1',
        sku: 'SCTE-24-1-2021',
        name: 'SCTE 24-1 2021: IPCablecom 1.0 Part 1',
        kind: 'STANDARD',
        description: 'Architecture Framework',
        price: { minor: 12_900, currency: 'USD' },
        active: true,
        sortName: 'scte 24-1 2021: ipcablecom 1.0 part 1',
        searchText: 'scte 24-1 2021: ipcablecom 1.0 part 1\nscte-24-1-2021\narchitecture framework',
      },
      event: { sku: 'SCTE-24-1-2021', kind: 'STANDARD' },
      onHand: null,
    });
  });

  test('is kept in stock when it says how many, even none', () => {
    expect(decideAddition({ ...input, onHand: 0 }, 'p1').onHand).toBe(0);
    expect(decideAddition({ ...input, onHand: 7 }, 'p1').onHand).toBe(7);
  });

  test('may be free', () => {
    expect(decideAddition({ ...input, price: { amount: '0', currency: 'EUR' } }, 'p1').document.price).toEqual({
      minor: 0,
      currency: 'EUR',
    });
  });

  test('given several faults, tells them all', () => {
    const bad = { ...input, sku: 'scte 24', name: '', price: { amount: '-1', currency: 'USD' }, onHand: -1 };
    expect(() => decideAddition(bad, 'p1')).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'sku', message: 'Expected capital letters, digits, dots and dashes, got "scte 24".' },
            { field: 'name', message: 'Expected 1 to 300 characters, got 0.' },
            { field: 'price', message: 'Expected a price of 0 or more, got -1.' },
            { field: 'onHand', message: 'Expected a whole number from 0 to 1000000000, got -1.' },
          ],
        },
      }),
    );
  });

  test('refuses a price with digits that its currency does not have', () => {
    expect(() => decideAddition({ ...input, price: { amount: '1.5', currency: 'JPY' } }, 'p1')).toThrow(
      /^price: Expected no digits after the point for JPY/,
    );
  });
});
