import { formatMoney } from '@wellspring/kit';
import type { SubscriptionRequest, SubscriptionState, SubscriptionStatus } from '../generated/resolvers.ts';
import { monthlyPrice } from './plans.ts';
import type { MemberSubscriptionDocument, PendingRequest } from './SubscriptionDocument.ts';

/** What a member is told of their subscription at that time. */
export function subscriptionState(subscription: MemberSubscriptionDocument, now: Date): SubscriptionState {
  const { renews, request, refusal } = subscription;
  return {
    status: subscriptionStatus(subscription, now),
    renews: renews ?? false,
    request: request ? told(request) : null,
    refusal: refusal ?? null,
  };
}

function subscriptionStatus(subscription: MemberSubscriptionDocument, now: Date): SubscriptionStatus {
  const { plan, paidUntil, renews, request } = subscription;
  if (plan !== 'FREE' && paidUntil !== null && paidUntil > now) return renews ? 'ACTIVE' : 'CANCELLED';
  if (request) return 'REQUESTED';
  return plan === 'FREE' ? 'NONE' : 'LAPSED';
}

function told({ id, plan, requestedAt }: PendingRequest): SubscriptionRequest {
  return { id, plan, price: formatMoney(monthlyPrice[plan]), requestedAt };
}
