import type { PaymentDocument, Withdrawal } from '../payment/PaymentDocument.ts';
import type { ChargeOutcome } from '../provider/PaymentProvider.ts';
import { MAX_UNANSWERED, retryDelay } from './retryDelay.ts';

/** What the provider said: of a charge, of a reversal (whether there was anything to pay back), or nothing. */
export type Answer =
  | ChargeOutcome
  | { readonly kind: 'reversed'; readonly paidBack: boolean }
  | { readonly kind: 'none' };

/** What an answer makes of a payment; `undefined` removes a field. */
export interface Settlement {
  readonly changes: Partial<Pick<PaymentDocument, 'status' | 'unanswered'>> & {
    readonly due?: Date | undefined;
    readonly settledAt?: Date;
    readonly declineReason?: string;
    readonly cardToken?: undefined;
    readonly withdrawal?: Withdrawal;
  };
  readonly event?: 'PaymentCaptured' | 'PaymentDeclined' | 'PaymentRefunded';
}

type Asked = Pick<PaymentDocument, 'status' | 'withdrawal' | 'unanswered'>;

/**
 * What an answer of the provider makes of a payment as it is now, which may have been withdrawn since the provider was asked.
 * Null when it makes nothing of it: somebody else settled it.
 */
export function decideSettlement(payment: Asked, answer: Answer, now: Date): Settlement | null {
  const { status, withdrawal } = payment;
  if (answer.kind === 'none') return unanswered(payment, now);
  const done = { due: undefined, cardToken: undefined, settledAt: now, unanswered: 0 };
  if (answer.kind === 'reversed') return withdrawal === undefined ? null : reversed(payment, withdrawal, answer, done);
  if (status !== 'PENDING') return null;
  if (answer.kind === 'declined') {
    // Its order is cancelled already: there is nobody to tell.
    if (withdrawal === 'ORDER_CANCELLED') return { changes: { ...done, status: 'VOIDED' } };
    return { changes: { ...done, status: 'DECLINED', declineReason: answer.reason }, event: 'PaymentDeclined' };
  }
  // One that was withdrawn meanwhile is paid back next, and both are told.
  const captured = withdrawal === undefined ? done : { ...done, due: now };
  return { changes: { ...captured, status: 'CAPTURED' }, event: 'PaymentCaptured' };
}

function reversed(
  { status }: Asked,
  withdrawal: Withdrawal,
  { paidBack }: Extract<Answer, { kind: 'reversed' }>,
  done: Settlement['changes'],
): Settlement | null {
  if (status === 'CAPTURED') return { changes: { ...done, status: 'REFUNDED' }, event: 'PaymentRefunded' };
  if (status !== 'PENDING') return null;
  if (withdrawal !== 'ORDER_CANCELLED')
    return { changes: { ...done, status: 'DECLINED', declineReason: withdrawal }, event: 'PaymentDeclined' };
  return paidBack
    ? { changes: { ...done, status: 'REFUNDED' }, event: 'PaymentRefunded' }
    : { changes: { ...done, status: 'VOIDED' } };
}

/** Asked again later. A charge that nobody answers is withdrawn at last, since it may have been made; a reversal is asked for until it is answered. */
function unanswered({ status, withdrawal, unanswered: before }: Asked, now: Date): Settlement | null {
  if (status !== 'PENDING' && (status !== 'CAPTURED' || withdrawal === undefined)) return null;
  const times = before + 1;
  if (withdrawal === undefined && times >= MAX_UNANSWERED)
    return { changes: { withdrawal: 'NO_ANSWER', due: now, unanswered: 0 } };
  return { changes: { due: new Date(now.getTime() + retryDelay(times)), unanswered: times } };
}
