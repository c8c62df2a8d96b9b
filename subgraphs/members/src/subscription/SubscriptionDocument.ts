/** A month that was asked for and waits for its payment. */
export interface PendingRequest {
  /** The payment's reference. */
  id: string;
  plan: PaidPlan;
  requestedAt: Date;
  /** Asked for by the unit itself, before the month before is over. */
  renewal: boolean;
  /** Whether it is to be renewed once it is paid. */
  renews: boolean;
}

/** The plans that cost something. */
export type PaidPlan = 'STANDARD' | 'PREMIUM';

/** Where a member's subscription stands. What depends on the clock is not here: whoever asks compares times. */
export interface MemberSubscriptionDocument {
  /** The last one that was paid for. */
  plan: 'FREE' | PaidPlan;
  paidUntil: Date | null;
  renews: boolean;
  request: PendingRequest | null;
  /** Why the last payment was declined. */
  refusal: string | null;
  /** SubscriptionLapsed was recorded. */
  lapsed: boolean;
  /** When it is to be renewed or lapses; null when neither will be. */
  dueAt: Date | null;
}

/** Of a member who never subscribed. */
export const freeSubscription: MemberSubscriptionDocument = {
  plan: 'FREE',
  paidUntil: null,
  renews: false,
  request: null,
  refusal: null,
  lapsed: false,
  dueAt: null,
};
