import { describe, expect, test } from '@jest/globals';
import { addMonths } from './addMonths.ts';
import { decideActivation, decideCancellation, decideDue, decideRefusal, decideRequest } from './decideSubscription.ts';
import { freeSubscription, type MemberSubscriptionDocument } from './SubscriptionDocument.ts';
import { subscriptionState } from './subscriptionState.ts';

const now = new Date('2026-01-31T10:00:00.000Z');
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const must = <T>(value: T | null): T => {
  if (value === null) throw new Error('expected a decision, got null');
  return value;
};

const requested = decideRequest(freeSubscription, { id: 'r1', plan: 'STANDARD', now }).subscription;
const active = must(decideActivation(requested, { requestId: 'r1', now })).subscription;
const statusOf = (subscription: MemberSubscriptionDocument, at = now) => subscriptionState(subscription, at).status;

describe('requesting', () => {
  test('given nothing, asks for a month at its price', () => {
    expect(decideRequest(freeSubscription, { id: 'r1', plan: 'PREMIUM', now })).toMatchObject({
      type: 'SubscriptionRequested',
      event: { requestId: 'r1', plan: 'PREMIUM', price: { amount: '15.00', currency: 'USD' }, months: 1 },
    });
    expect([statusOf(freeSubscription), statusOf(requested)]).toEqual(['NONE', 'REQUESTED']);
    expect(requested).toMatchObject({ plan: 'FREE', paidUntil: null, dueAt: null });
  });

  test('given one that waits for its payment, is refused', () => {
    expect(() => decideRequest(requested, { id: 'r2', plan: 'PREMIUM', now })).toThrow(
      expect.objectContaining({ code: 'SUBSCRIPTION_PENDING', details: { requestId: 'r1' } }),
    );
  });
});

describe('the payment', () => {
  test('when captured, makes it active for a month, to be renewed a day before', () => {
    expect(active).toMatchObject({
      plan: 'STANDARD',
      paidUntil: new Date('2026-02-28T10:00:00.000Z'),
      dueAt: new Date('2026-02-27T10:00:00.000Z'),
      renews: true,
      request: null,
    });
    expect(statusOf(active)).toBe('ACTIVE');
  });

  test('of another month of the same plan goes on from where it ends; of another plan begins now', () => {
    const paid = (plan: 'STANDARD' | 'PREMIUM') => {
      const { subscription } = decideRequest(active, { id: 'r2', plan, now: later(10) });
      return must(decideActivation(subscription, { requestId: 'r2', now: later(10) })).event.paidUntil;
    };
    expect([paid('STANDARD'), paid('PREMIUM')]).toEqual(['2026-03-28T10:00:00.000Z', '2026-03-10T10:00:00.000Z']);
  });

  test('when declined, leaves what was paid for before', () => {
    const { subscription } = decideRequest(active, { id: 'r2', plan: 'PREMIUM', now });
    const refused = must(decideRefusal(subscription, { requestId: 'r2', reason: 'FUNDS' }));
    expect(refused.event).toEqual({ plan: 'PREMIUM', reason: 'FUNDS' });
    expect(refused.subscription).toEqual({ ...active, refusal: 'FUNDS' });
  });

  test('that nothing waits for changes nothing', () => {
    expect(decideActivation(active, { requestId: 'r1', now })).toBeNull();
    expect(decideActivation(requested, { requestId: 'another', now })).toBeNull();
    expect(decideRefusal(active, { requestId: 'r1', reason: 'FUNDS' })).toBeNull();
  });
});

describe('cancelling', () => {
  test('keeps what is paid for, without renewal; asking twice is once', () => {
    const { subscription, event } = must(decideCancellation(active, { immediately: false, now }));
    expect(event).toEqual({ plan: 'STANDARD', paidUntil: '2026-02-28T10:00:00.000Z' });
    expect(subscription).toMatchObject({ renews: false, dueAt: active.paidUntil });
    expect([statusOf(subscription), statusOf(subscription, later(40))]).toEqual(['CANCELLED', 'LAPSED']);
    expect(decideCancellation(subscription, { immediately: false, now })).toBeNull();
    expect(decideDue(subscription, { renewalId: 'x', now: later(27.5) })).toBeNull();
  });

  test('at once ends it now, and it lapses', () => {
    const { subscription, event } = must(decideCancellation(active, { immediately: true, now: later(1) }));
    expect([event?.paidUntil, statusOf(subscription, later(1))]).toEqual([later(1).toISOString(), 'LAPSED']);
    expect(decideDue(subscription, { renewalId: 'x', now: later(1) })?.type).toBe('SubscriptionLapsed');
  });

  test('what waits for its payment counts once it is paid, and is not renewed', () => {
    const { subscription, event } = must(decideCancellation(requested, { immediately: true, now }));
    expect(event).toBeNull();
    expect(must(decideActivation(subscription, { requestId: 'r1', now })).subscription.renews).toBe(false);
  });

  test('given nothing, or what is over, is refused', () => {
    const none = expect.objectContaining({ code: 'SUBSCRIPTION_NONE' });
    expect(() => decideCancellation(freeSubscription, { immediately: false, now })).toThrow(none);
    expect(() => decideCancellation(active, { immediately: true, now: later(40) })).toThrow(none);
  });
});

describe('the time', () => {
  test('brings a renewal a day before the end, once', () => {
    expect(decideDue(active, { renewalId: 'x', now: later(26) })).toBeNull();
    const renewal = must(decideDue(active, { renewalId: 'x', now: later(27.5) }));
    expect(renewal).toMatchObject({ type: 'SubscriptionRequested', event: { requestId: 'x', plan: 'STANDARD' } });
    expect(decideDue(renewal.subscription, { renewalId: 'x', now: later(27.6) })).toBeNull();
    const renewed = must(decideActivation(renewal.subscription, { requestId: 'x', now: later(27.6) }));
    expect(renewed.subscription).toMatchObject({ renews: true, paidUntil: new Date('2026-03-28T10:00:00.000Z') });
  });

  test('lets it lapse once, also where a renewal is still not paid; a payment that comes later makes it active again', () => {
    const { subscription } = must(decideDue(active, { renewalId: 'x', now: later(27.5) }));
    const lapsed = must(decideDue(subscription, { renewalId: 'x', now: later(28) }));
    expect(lapsed).toMatchObject({
      type: 'SubscriptionLapsed',
      event: { plan: 'STANDARD', paidUntil: '2026-02-28T10:00:00.000Z' },
    });
    expect(decideDue(lapsed.subscription, { renewalId: 'x', now: later(90) })).toBeNull();
    const paid = must(decideActivation(lapsed.subscription, { requestId: 'x', now: later(29) }));
    expect(paid.subscription).toMatchObject({ lapsed: false, renews: true });
    expect(statusOf(paid.subscription, later(29))).toBe('ACTIVE');
  });

  test('a declined renewal is not tried again, and asking for a month after the lapse does not make it lapse again', () => {
    const { subscription } = must(decideDue(active, { renewalId: 'x', now: later(27.5) }));
    const refused = must(decideRefusal(subscription, { requestId: 'x', reason: 'EXPIRED' })).subscription;
    expect(decideDue(refused, { renewalId: 'x', now: later(27.6) })).toBeNull();
    const lapsed = must(decideDue(refused, { renewalId: 'x', now: later(28) })).subscription;
    const again = decideRequest(lapsed, { id: 'r3', plan: 'STANDARD', now: later(30) }).subscription;
    expect(decideDue(again, { renewalId: 'x', now: later(31) })).toBeNull();
    expect(statusOf(again, later(31))).toBe('REQUESTED');
  });
});

test.each([
  ['2026-01-31T10:00:00.000Z', '2026-02-28T10:00:00.000Z'],
  ['2028-01-30T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ['2026-12-15T23:59:59.999Z', '2027-01-15T23:59:59.999Z'],
])('a month after %s is %s', (from, to) => {
  expect(addMonths(new Date(from), 1).toISOString()).toBe(to);
});
