import { formatMoney, WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import { addMonths } from './addMonths.ts';
import { MONTHS, monthlyPrice, RENEW_AHEAD } from './plans.ts';
import type { MemberSubscriptionDocument, PaidPlan, PendingRequest } from './SubscriptionDocument.ts';

type Subscription = MemberSubscriptionDocument;

/** What becomes of a subscription, and the fact to record. */
export interface SubscriptionChange<E extends keyof Facts = keyof Facts> {
  readonly subscription: Subscription;
  readonly type: E;
  readonly event: Facts[E];
}

interface Facts {
  SubscriptionRequested: EventData<'members.SubscriptionRequested'>;
  SubscriptionActivated: EventData<'members.SubscriptionActivated'>;
  SubscriptionRefused: EventData<'members.SubscriptionRefused'>;
  SubscriptionCancelled: EventData<'members.SubscriptionCancelled'>;
  SubscriptionLapsed: EventData<'members.SubscriptionLapsed'>;
}

/**
 * A month of a plan is asked for.
 * @throws WellspringError SUBSCRIPTION_PENDING while another waits for its payment
 */
export function decideRequest(
  current: Subscription,
  { id, plan, now, renewal = false }: { id: string; plan: PaidPlan; now: Date; renewal?: boolean },
): SubscriptionChange<'SubscriptionRequested'> {
  if (current.request !== null) {
    throw new WellspringError('SUBSCRIPTION_PENDING', `A month of ${current.request.plan} waits for its payment.`, {
      details: { requestId: current.request.id },
    });
  }
  const request: PendingRequest = { id, plan, requestedAt: now, renewal, renews: true };
  return {
    subscription: withDue({ ...current, request, refusal: null }),
    type: 'SubscriptionRequested',
    event: { requestId: id, plan, price: formatMoney(monthlyPrice[plan]), months: MONTHS },
  };
}

/** What was asked for is paid: it is active from now on, or goes on from where the same plan ends. Null: nothing waits for that payment. */
export function decideActivation(
  current: Subscription,
  { requestId, now }: { requestId: string; now: Date },
): SubscriptionChange<'SubscriptionActivated'> | null {
  const { request, plan: before, paidUntil: until } = current;
  if (request === null || request.id !== requestId) return null;
  const { plan, renews } = request;
  const from = plan === before && until !== null && until > now ? until : now;
  const paidUntil = addMonths(from, MONTHS);
  return {
    subscription: withDue({ ...current, plan, paidUntil, renews, request: null, refusal: null, lapsed: false }),
    type: 'SubscriptionActivated',
    event: { plan, paidUntil: paidUntil.toISOString() },
  };
}

/** What was asked for is not paid. A renewal is not tried again; what was paid for before goes on. Null: nothing waits for that payment. */
export function decideRefusal(
  current: Subscription,
  { requestId, reason }: { requestId: string; reason: string },
): SubscriptionChange<'SubscriptionRefused'> | null {
  const { request } = current;
  if (request === null || request.id !== requestId) return null;
  const renews = current.renews && !request.renewal;
  return {
    subscription: withDue({ ...current, renews, request: null, refusal: reason }),
    type: 'SubscriptionRefused',
    event: { plan: request.plan, reason },
  };
}

/**
 * It is not to be renewed, and where that is wanted ends at once. Null: that is so already. A month that still waits for its
 * payment counts once it is paid, and is not renewed.
 * @throws WellspringError SUBSCRIPTION_NONE when there is nothing to cancel
 */
export function decideCancellation(
  current: Subscription,
  { immediately, now }: { immediately: boolean; now: Date },
): { readonly subscription: Subscription; readonly event: Facts['SubscriptionCancelled'] | null } | null {
  const { plan, paidUntil, renews, request: waiting } = current;
  const paid = plan !== 'FREE' && paidUntil !== null && paidUntil > now;
  if (!paid && waiting === null)
    throw new WellspringError('SUBSCRIPTION_NONE', 'Expected a subscription that is paid or asked for, got none.');
  const ends = paid && immediately;
  if (!ends && !renews && waiting?.renews !== true) return null;
  const request = waiting === null ? null : { ...waiting, renews: false };
  const until = ends ? now : paidUntil;
  return {
    subscription: withDue({ ...current, paidUntil: until, renews: false, request }),
    event: paid && until !== null ? { plan, paidUntil: until.toISOString() } : null,
  };
}

/** What the time brings: the next month is asked for, or the subscription lapses. Null: nothing is due. */
export function decideDue(
  current: Subscription,
  { renewalId, now }: { renewalId: string; now: Date },
): SubscriptionChange<'SubscriptionRequested' | 'SubscriptionLapsed'> | null {
  const { plan, paidUntil, renews, request, dueAt } = current;
  if (plan === 'FREE' || paidUntil === null || dueAt === null || dueAt > now) return null;
  if (renews && request === null) return decideRequest(current, { id: renewalId, plan, now, renewal: true });
  if (paidUntil > now) return null;
  return {
    subscription: withDue({ ...current, renews: false, lapsed: true }),
    type: 'SubscriptionLapsed',
    event: { plan, paidUntil: paidUntil.toISOString() },
  };
}

/** A subscription with the time at which it is to be looked at again. */
function withDue(subscription: Subscription): Subscription {
  const { paidUntil, renews, request, lapsed } = subscription;
  if (paidUntil === null || lapsed) return { ...subscription, dueAt: null };
  const renewable = renews && request === null;
  return { ...subscription, dueAt: renewable ? new Date(paidUntil.getTime() - RENEW_AHEAD) : paidUntil };
}
