import { describe, expect, test } from '@jest/globals';
import { decideCancelOrder } from './decideCancelOrder.ts';

const now = new Date('2026-03-01T09:30:00Z');
const order = {
  _id: 'o1',
  memberId: 'm1',
  status: 'PLACED' as const,
  lines: [{ productId: 'p1', quantity: 2, unitPrice: { minor: 1, currency: 'USD' } }],
};

describe('cancelling an order', () => {
  test('given a placed order of one’s own, cancels it and says what goes back', () => {
    expect(decideCancelOrder(order, { memberId: 'm1', now })).toEqual({
      changes: { status: 'CANCELLED', cancelledAt: now },
      event: { memberId: 'm1', lines: [{ productId: 'p1', quantity: 2 }] },
    });
  });

  test('given another member’s, is forbidden, whatever its status', () => {
    for (const status of ['PLACED', 'CANCELLED'] as const) {
      expect(() => decideCancelOrder({ ...order, status }, { memberId: 'm2', now })).toThrow(
        expect.objectContaining({ code: 'FORBIDDEN' }),
      );
    }
  });

  test('given a cancelled one, is refused', () => {
    expect(() => decideCancelOrder({ ...order, status: 'CANCELLED' }, { memberId: 'm1', now })).toThrow(
      expect.objectContaining({ code: 'NOT_CANCELLABLE', message: 'Expected order "o1" to be PLACED, got CANCELLED.' }),
    );
  });
});
