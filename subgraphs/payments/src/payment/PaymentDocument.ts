import type { Connection, EntityDocument, Money } from '@wellspring/kit';

/** Why a payment is not to be charged, or to be paid back. */
export type Withdrawal = 'ORDER_CANCELLED' | 'MEMBER_ERASED' | 'NO_ANSWER' | 'STAFF';

/** A payment as stored and as field resolvers see it. One of an order or of a request: its id is derived from that. */
export interface PaymentDocument extends EntityDocument {
  memberId: string;
  purpose: 'ORDER' | 'SUBSCRIPTION';
  reference: string;
  amount: Money;
  status: 'PENDING' | 'CAPTURED' | 'DECLINED' | 'REFUNDED' | 'VOIDED';
  declineReason?: string;
  createdAt: Date;
  settledAt?: Date;
  /** The card to charge, by the provider's token; absent once the payment is settled. Shown to nobody, published nowhere. */
  cardToken?: string;
  /** Said by somebody: whatever the provider has under this payment's id is to be reversed. */
  withdrawal?: Withdrawal;
  /** When the provider is to be asked (again); absent while there is nothing to ask. */
  due?: Date;
  /** How often in a row the provider gave no answer. */
  unanswered: number;
}

/** What the schema's PaymentConnection resolves from. */
export type PaymentConnectionDocument = Connection<PaymentDocument>;
