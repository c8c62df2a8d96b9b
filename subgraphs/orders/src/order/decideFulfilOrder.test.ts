import { expect, test } from '@jest/globals';
import { decideFulfilOrder } from './decideFulfilOrder.ts';

const now = new Date('2026-03-01T09:30:00Z');
const order = {
  _id: 'o1',
  memberId: 'm1',
  lines: [{ productId: 'p1', quantity: 2, unitPrice: { minor: 1, currency: 'USD' } }],
};

test('a paid order is handed over, and says what leaves', () => {
  expect(decideFulfilOrder({ ...order, status: 'PAID' }, { now })).toEqual({
    changes: { status: 'FULFILLED', fulfilledAt: now },
    event: { memberId: 'm1', lines: [{ productId: 'p1', quantity: 2 }] },
  });
});

test.each(['PLACED', 'FULFILLED', 'CANCELLED'] as const)('a %s one is refused', (status) => {
  expect(() => decideFulfilOrder({ ...order, status }, { now })).toThrow(
    expect.objectContaining({ code: 'NOT_FULFILLABLE', message: `Expected order "o1" to be PAID, got ${status}.` }),
  );
});
