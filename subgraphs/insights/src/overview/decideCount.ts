import type { Money } from '@wellspring/kit';
import { furtherStatus, type OrderStatus } from './OrderStatus.ts';

/** What is known of one order. */
export interface CountedOrder {
  readonly memberId: string;
  /** The furthest that was told. */
  readonly status: OrderStatus;
  /** What it comes to, as OrderPlaced told; until that is heard, the order counts nothing. */
  readonly placed?: Money;
}

/** By how much the counts change; only what does. */
export interface CountChange {
  /** Of the member's orders, by status. */
  readonly counts: Readonly<Partial<Record<OrderStatus, number>>>;
  /** Of the member's total in the order's currency. */
  readonly total?: {
    readonly currency: string;
    readonly orders: number;
    readonly ordered: number;
    readonly paid: number;
  };
}

/**
 * What one more thing that is told of an order makes of what was known. It is a join: associative, commutative, and nothing changes
 * when the same is told again. So events may come in any order and any number of times, and the counts end the same.
 */
export function joinOrder(known: CountedOrder | null, told: CountedOrder): CountedOrder {
  if (known === null) return told;
  const placed = known.placed ?? told.placed;
  return {
    memberId: known.memberId,
    status: furtherStatus(known.status, told.status),
    ...(placed === undefined ? {} : { placed }),
  };
}

/** The difference between what an order counted before and what it counts after; null when there is none. */
export function decideCount(before: CountedOrder | null, after: CountedOrder): CountChange | null {
  if (after.placed === undefined) return null;
  const counted = before?.placed === undefined ? null : before.status;
  if (counted === after.status) return null;
  const { minor, currency } = after.placed;
  const [was, is] = [weigh(counted), weigh(after.status)];
  const orders = is.ordered - was.ordered;
  const paid = is.paid - was.paid;
  return {
    counts: { ...(counted === null ? {} : { [counted]: -1 }), [after.status]: 1 },
    ...(orders === 0 && paid === 0 ? {} : { total: { currency, orders, ordered: orders * minor, paid: paid * minor } }),
  };
}

/** What an order of a status counts: 1 or 0 as ordered, 1 or 0 as paid. */
function weigh(status: OrderStatus | null): { ordered: number; paid: number } {
  return {
    ordered: status === null || status === 'CANCELLED' ? 0 : 1,
    paid: status === 'PAID' || status === 'FULFILLED' ? 1 : 0,
  };
}
