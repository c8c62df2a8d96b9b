import type { RecordDocument } from '@wellspring/kit';
import type { OrderStatus } from './OrderStatus.ts';

/** What the orders of one customer in one currency come to, in minor units. */
export interface TotalDocument {
  /** Not cancelled. */
  orders: number;
  ordered: number;
  paid: number;
}

/** The counts of one customer, kept up to date order by order: `_id` is the member's id. What is absent is 0. */
export interface CustomerOverviewDocument extends RecordDocument {
  counts?: Partial<Record<OrderStatus, number>>;
  /** By currency. */
  totals?: Record<string, TotalDocument>;
  lastActivityAt?: Date;
  /** The orders placed last, newest first: what a first page of purchases is loaded by, without a query. */
  latest?: { readonly id: string; readonly at: Date }[];
}
