import { formatMoney } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { PaymentDocument } from './PaymentDocument.ts';

/** What each event of a payment tells. */
export function paymentEvent({
  purpose,
  reference,
  memberId,
  amount,
}: Pick<PaymentDocument, 'purpose' | 'reference' | 'memberId' | 'amount'>): EventData<'payments.PaymentCaptured'> {
  return { purpose, reference, memberId, amount: formatMoney(amount) };
}
