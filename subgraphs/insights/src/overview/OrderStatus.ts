/** An order's statuses, each further than those before it: an order never goes back. */
export const ORDER_STATUSES = ['PLACED', 'PAID', 'FULFILLED', 'CANCELLED'] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** The one that is further. */
export function furtherStatus(a: OrderStatus, b: OrderStatus): OrderStatus {
  return ORDER_STATUSES.indexOf(a) >= ORDER_STATUSES.indexOf(b) ? a : b;
}
