import type { Connection, EntityDocument, Money } from '@wellspring/kit';

/** One line of an order. */
export interface OrderLineDocument {
  productId: string;
  quantity: number;
  /** Frozen when the order was placed. */
  unitPrice: Money;
}

/** An order as stored and as field resolvers see it. */
export interface OrderDocument extends EntityDocument {
  memberId: string;
  status: 'PLACED' | 'CANCELLED';
  placedAt: Date;
  cancelledAt: Date | null;
  lines: OrderLineDocument[];
  /** Frozen when the order was placed. */
  total: Money;
  shipToCountry: string | null;
}

/** What the schema's OrderConnection resolves from. */
export type OrderConnectionDocument = Connection<OrderDocument>;
