import { describe, expect, test } from '@jest/globals';
import { checkPlaceOrder } from './checkPlaceOrder.ts';

const line = (productId: string, quantity = 1) => ({ productId, quantity });

describe('the input of placeOrder', () => {
  test('given good lines, is taken as it is', () => {
    expect(checkPlaceOrder({ lines: [line('p1', 999), line('p2')] })).toEqual({
      lines: [line('p1', 999), line('p2')],
      idempotencyKey: null,
    });
    expect(checkPlaceOrder({ lines: [line('p1')], idempotencyKey: 'k' }).idempotencyKey).toBe('k');
  });

  test('given several faults, tells them all', () => {
    expect(() =>
      checkPlaceOrder({ lines: [line('p1', 0), line('p2', 1_000), line('p1')], idempotencyKey: '' }),
    ).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: {
          faults: [
            { field: 'lines[0].quantity', message: 'Expected a whole number from 1 to 999, got 0.' },
            { field: 'lines[1].quantity', message: 'Expected a whole number from 1 to 999, got 1000.' },
            {
              field: 'lines[2].productId',
              message: 'Expected each product once, got "p1" again: add up its quantities.',
            },
            { field: 'idempotencyKey', message: 'Expected 1 to 100 characters, got 0.' },
          ],
        },
      }),
    );
  });

  test.each([0, 101])('of %i lines is refused', (count) => {
    const lines = Array.from({ length: count }, (_, i) => line(`p${i}`));
    expect(() => checkPlaceOrder({ lines })).toThrow(`lines: Expected 1 to 100 lines, got ${count}.`);
  });
});
