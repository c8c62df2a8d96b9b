import type { Connection, EntityDocument, Money } from '@wellspring/kit';

/** One line of an order. */
export interface OrderLineDocument {
  productId: string;
  quantity: number;
  /** Frozen when the order was placed. */
  unitPrice: Money;
}

/** Why an order was cancelled. */
export type CancelReason = 'MEMBER' | 'STAFF' | 'PAYMENT_DECLINED';

/** An order as stored and as field resolvers see it. */
export interface OrderDocument extends EntityDocument {
  memberId: string;
  status: 'PLACED' | 'PAID' | 'FULFILLED' | 'CANCELLED';
  placedAt: Date;
  /** Absent until then, like the two below. */
  paidAt?: Date;
  fulfilledAt?: Date;
  cancelledAt: Date | null;
  cancelReason?: CancelReason;
  lines: OrderLineDocument[];
  /** Frozen when the order was placed. */
  total: Money;
  shipToCountry: string | null;
}

/** What the schema's OrderConnection resolves from. */
export type OrderConnectionDocument = Connection<OrderDocument>;
