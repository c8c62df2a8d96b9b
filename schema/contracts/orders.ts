// Generated from subgraphs/orders by `npm run generate`; do not edit.

/**
 * An order as others tell of it.
 *
 * The view `orders.OrderSummary` of Order, in wire form.
 */
export interface OrderSummary {
  readonly id: string;
  readonly status: OrderStatus | null;
  readonly placedAt: string | null;
  readonly member: {
    readonly id: string;
  } | null;
  /** Frozen when the order was placed. */
  readonly total: {
    readonly amount: string | null;
    /** ISO 4217. */
    readonly currency: string | null;
  } | null;
  readonly lines: readonly {
    readonly quantity: number | null;
    /** Names and prices follow the catalog; what was paid is unitPrice. */
    readonly product: {
      readonly id: string;
    } | null;
    /** Frozen when the order was placed. */
    readonly unitPrice: {
      readonly amount: string | null;
      /** ISO 4217. */
      readonly currency: string | null;
    } | null;
  }[] | null;
}

/**
 * What is needed to charge for an order.
 *
 * The view `orders.OrderCharge` of Order, in wire form.
 */
export interface OrderCharge {
  readonly id: string;
  readonly status: OrderStatus | null;
  readonly member: {
    readonly id: string;
  } | null;
  /** Frozen when the order was placed. */
  readonly total: {
    readonly amount: string | null;
    /** ISO 4217. */
    readonly currency: string | null;
  } | null;
}

/**
 * A fact of Order.
 *
 * The data of the event `orders.OrderPlaced` of Order, in wire form.
 */
export interface OrderPlaced {
  readonly memberId: string;
  readonly total: EventMoney;
  readonly lines: readonly OrderedLine[];
}

/**
 * A fact of Order.
 *
 * The data of the event `orders.OrderPaid` of Order, in wire form.
 */
export interface OrderPaid {
  readonly memberId: string;
}

/**
 * Handed over: what was reserved has left.
 *
 * The data of the event `orders.OrderFulfilled` of Order, in wire form.
 */
export interface OrderFulfilled {
  readonly memberId: string;
  readonly lines: readonly OrderedLine[];
}

/**
 * A fact of Order.
 *
 * The data of the event `orders.OrderCancelled` of Order, in wire form.
 */
export interface OrderCancelled {
  readonly memberId: string;
  readonly lines: readonly OrderedLine[];
  /** MEMBER, STAFF or PAYMENT_DECLINED; events from before it was told lack it. */
  readonly reason: string | null;
}

export interface EventMoney {
  readonly amount: string;
  readonly currency: string;
}

export interface OrderedLine {
  readonly productId: string;
  readonly quantity: number;
}

export type OrderStatus = 'PLACED' | 'PAID' | 'FULFILLED' | 'CANCELLED';
