import type { Money } from '@wellspring/kit';
import type { PaidPlan } from './SubscriptionDocument.ts';

/** What a month of a plan costs. */
export const monthlyPrice: Readonly<Record<PaidPlan, Money>> = {
  STANDARD: { minor: 900, currency: 'USD' },
  PREMIUM: { minor: 1_500, currency: 'USD' },
};

/** How many months are paid for at once. */
export const MONTHS = 1;

/** How long before its end a month is renewed: time for a payment that needs several attempts. */
export const RENEW_AHEAD = 24 * 3_600_000; // ms
