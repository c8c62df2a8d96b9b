// Generated from subgraphs/payments by `npm run generate`; do not edit.

/**
 * Facts of payments. They carry ids and amounts: no card, no token.
 *
 * The data of the event `payments.PaymentCaptured` of Payment, in wire form.
 */
export interface PaymentCaptured {
  readonly purpose: PaymentPurpose;
  /** The order, or the request of a subscription. */
  readonly reference: string;
  readonly memberId: string;
  readonly amount: EventMoney;
}

/**
 * It will not be paid. Nothing was taken, or it was given back.
 *
 * The data of the event `payments.PaymentDeclined` of Payment, in wire form.
 */
export interface PaymentDeclined {
  readonly purpose: PaymentPurpose;
  readonly reference: string;
  readonly memberId: string;
  readonly amount: EventMoney;
  /** NO_PAYMENT_METHOD, NO_ANSWER, MEMBER_ERASED, or what the provider says: INSUFFICIENT_FUNDS, CARD_EXPIRED. */
  readonly reason: string;
}

/**
 * A fact of Payment.
 *
 * The data of the event `payments.PaymentRefunded` of Payment, in wire form.
 */
export interface PaymentRefunded {
  readonly purpose: PaymentPurpose;
  readonly reference: string;
  readonly memberId: string;
  readonly amount: EventMoney;
}

export interface EventMoney {
  readonly amount: string;
  readonly currency: string;
}

export type PaymentPurpose = 'ORDER' | 'SUBSCRIPTION';
