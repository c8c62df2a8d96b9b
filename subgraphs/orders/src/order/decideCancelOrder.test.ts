import { describe, expect, test } from '@jest/globals';
import type { Actor } from '@wellspring/kit';
import { decideCancelOrder, decideDeclinedOrder } from './decideCancelOrder.ts';

const now = new Date('2026-03-01T09:30:00Z');
const order = {
  _id: 'o1',
  memberId: 'm1',
  status: 'PLACED' as const,
  lines: [{ productId: 'p1', quantity: 2, unitPrice: { minor: 1, currency: 'USD' } }],
};
const member = (memberId: string): Actor => ({ kind: 'member', memberId });
const staff: Actor = { kind: 'staff', name: 'eva' };
const cancelled = (reason: 'MEMBER' | 'STAFF' | 'PAYMENT_DECLINED') => ({
  changes: { status: 'CANCELLED', cancelledAt: now, cancelReason: reason },
  event: { memberId: 'm1', lines: [{ productId: 'p1', quantity: 2 }], reason },
});

describe('cancelling an order', () => {
  test.each(['PLACED', 'PAID'] as const)(
    'given a %s one of one’s own, cancels it and says what goes back',
    (status) => {
      expect(decideCancelOrder({ ...order, status }, { actor: member('m1'), now })).toEqual(cancelled('MEMBER'));
    },
  );

  test('given staff, cancels anybody’s', () => {
    expect(decideCancelOrder(order, { actor: staff, now })).toEqual(cancelled('STAFF'));
  });

  test('given another member’s, is forbidden, whatever its status', () => {
    for (const status of ['PLACED', 'PAID', 'FULFILLED', 'CANCELLED'] as const) {
      expect(() => decideCancelOrder({ ...order, status }, { actor: member('m2'), now })).toThrow(
        expect.objectContaining({ code: 'FORBIDDEN' }),
      );
    }
  });

  test('given nobody, asks to sign in', () => {
    expect(() => decideCancelOrder(order, { actor: null, now })).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });

  test.each(['FULFILLED', 'CANCELLED'] as const)('given a %s one, is refused', (status) => {
    for (const actor of [member('m1'), staff])
      expect(() => decideCancelOrder({ ...order, status }, { actor, now })).toThrow(
        expect.objectContaining({
          code: 'NOT_CANCELLABLE',
          message: `Expected order "o1" to be PLACED or PAID, got ${status}.`,
        }),
      );
  });
});

describe('an order whose payment is declined', () => {
  test('is cancelled while it waits for it', () => {
    expect(decideDeclinedOrder(order, { now })).toEqual(cancelled('PAYMENT_DECLINED'));
  });

  test.each(['PAID', 'FULFILLED', 'CANCELLED'] as const)('stays %s', (status) => {
    expect(decideDeclinedOrder({ ...order, status }, { now })).toBeNull();
  });
});
