import { describe, expect, test } from '@jest/globals';
import type { PaymentDocument } from '../payment/PaymentDocument.ts';
import { decideSettlement } from './decideSettlement.ts';
import { MAX_UNANSWERED, retryDelay } from './retryDelay.ts';

const now = new Date('2026-03-01T09:30:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const done = { due: undefined, cardToken: undefined, settledAt: now, unanswered: 0 };
type Facts = Partial<Pick<PaymentDocument, 'status' | 'withdrawal' | 'unanswered'>>;
const given = (facts: Facts = {}) => ({ status: 'PENDING' as const, unanswered: 0, ...facts });
const captured = { kind: 'captured' } as const;
const declined = { kind: 'declined', reason: 'CARD_EXPIRED' } as const;
const reversed = (paidBack: boolean) => ({ kind: 'reversed', paidBack }) as const;
const none = { kind: 'none' } as const;

describe('a pending payment', () => {
  test('that was charged is captured', () => {
    expect(decideSettlement(given(), captured, now)).toEqual({
      changes: { ...done, status: 'CAPTURED' },
      event: 'PaymentCaptured',
    });
  });

  test('that was declined says why', () => {
    expect(decideSettlement(given(), declined, now)).toEqual({
      changes: { ...done, status: 'DECLINED', declineReason: 'CARD_EXPIRED' },
      event: 'PaymentDeclined',
    });
  });

  test('without an answer is asked for again, later each time, and withdrawn at last', () => {
    for (let before = 0; before < MAX_UNANSWERED - 1; before += 1)
      expect(decideSettlement(given({ unanswered: before }), none, now)).toEqual({
        changes: { due: later(2_000 * 2 ** before), unanswered: before + 1 },
      });
    expect(decideSettlement(given({ unanswered: MAX_UNANSWERED - 1 }), none, now)).toEqual({
      changes: { withdrawal: 'NO_ANSWER', due: now, unanswered: 0 },
    });
  });

  test('that was withdrawn while it was charged is captured, and paid back next', () => {
    expect(decideSettlement(given({ withdrawal: 'ORDER_CANCELLED' }), captured, now)).toEqual({
      changes: { ...done, due: now, status: 'CAPTURED' },
      event: 'PaymentCaptured',
    });
  });

  test('whose order was cancelled while it was declined tells nobody', () => {
    expect(decideSettlement(given({ withdrawal: 'ORDER_CANCELLED' }), declined, now)).toEqual({
      changes: { ...done, status: 'VOIDED' },
    });
  });
});

describe('a withdrawn payment', () => {
  test('of a cancelled order: void when nothing was taken, refunded when it was', () => {
    const payment = given({ withdrawal: 'ORDER_CANCELLED' });
    expect(decideSettlement(payment, reversed(false), now)).toEqual({ changes: { ...done, status: 'VOIDED' } });
    expect(decideSettlement(payment, reversed(true), now)).toEqual({
      changes: { ...done, status: 'REFUNDED' },
      event: 'PaymentRefunded',
    });
  });

  test.each(['NO_ANSWER', 'MEMBER_ERASED'] as const)(
    'for %s is declined, whatever had to be paid back',
    (withdrawal) => {
      for (const paidBack of [true, false])
        expect(decideSettlement(given({ withdrawal }), reversed(paidBack), now)).toEqual({
          changes: { ...done, status: 'DECLINED', declineReason: withdrawal },
          event: 'PaymentDeclined',
        });
    },
  );

  test('that was captured is refunded', () => {
    expect(decideSettlement(given({ status: 'CAPTURED', withdrawal: 'STAFF' }), reversed(true), now)).toEqual({
      changes: { ...done, status: 'REFUNDED' },
      event: 'PaymentRefunded',
    });
  });

  test('whose reversal gets no answer is asked for without end, in the end every 5 minutes', () => {
    const payment = given({ status: 'CAPTURED', withdrawal: 'ORDER_CANCELLED', unanswered: 50 });
    expect(decideSettlement(payment, none, now)).toEqual({ changes: { due: later(300_000), unanswered: 51 } });
    expect(retryDelay(51)).toBe(300_000);
  });
});

test('what somebody else settled stays as it is', () => {
  for (const status of ['DECLINED', 'REFUNDED', 'VOIDED'] as const)
    for (const answer of [captured, declined, none])
      expect(decideSettlement(given({ status }), answer, now)).toBeNull();
  for (const answer of [captured, declined, none])
    expect(decideSettlement(given({ status: 'CAPTURED' }), answer, now)).toBeNull();
  expect(decideSettlement(given({ status: 'REFUNDED', withdrawal: 'STAFF' }), reversed(true), now)).toBeNull();
  expect(decideSettlement(given(), reversed(true), now)).toBeNull();
});
