import type { EntityInstance } from '@wellspring/kit';
import type { PaymentDocument, Withdrawal } from './PaymentDocument.ts';

/**
 * Says that a payment is not wanted any more: what the provider has or gets under its id is to be reversed. Nothing where nothing was or will be charged.
 * @returns whether it said so
 */
export function withdraw(payment: EntityInstance<PaymentDocument>, withdrawal: Withdrawal, now: Date): boolean {
  if ((payment.status !== 'PENDING' && payment.status !== 'CAPTURED') || payment.withdrawal !== undefined) return false;
  payment.set({ withdrawal, due: now, unanswered: 0 });
  return true;
}
