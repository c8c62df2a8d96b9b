import { type Actor, WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { CancelReason, OrderDocument } from './OrderDocument.ts';

/** What cancelling changes, and the fact to record. */
export interface CancelledOrder {
  readonly changes: Pick<OrderDocument, 'status' | 'cancelledAt' | 'cancelReason'>;
  readonly event: EventData<'orders.OrderCancelled'>;
}

type Cancellable = Pick<OrderDocument, '_id' | 'memberId' | 'status' | 'lines'>;

/**
 * Cancels an order for whoever placed it, or by staff. A paid one too: the refund follows the event.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN when it is another member's, NOT_CANCELLABLE once it is fulfilled or cancelled
 */
export function decideCancelOrder(
  order: Cancellable,
  { actor, now }: { readonly actor: Actor | null; readonly now: Date },
): CancelledOrder {
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected an acting member or staff, got nobody: sign in first.');
  const isOwn = actor.kind === 'member' && actor.memberId === order.memberId;
  if (!isOwn && actor.kind !== 'staff') {
    throw new WellspringError(
      'FORBIDDEN',
      `Order "${order._id}" is another member's: only who placed it, and staff, may cancel it.`,
    );
  }
  if (order.status !== 'PLACED' && order.status !== 'PAID') {
    throw new WellspringError(
      'NOT_CANCELLABLE',
      `Expected order "${order._id}" to be PLACED or PAID, got ${order.status}.`,
    );
  }
  return cancelled(order, isOwn ? 'MEMBER' : 'STAFF', now);
}

/** What becomes of an order whose payment was declined; null when it waits for no payment (any more). */
export function decideDeclinedOrder(order: Cancellable, { now }: { readonly now: Date }): CancelledOrder | null {
  return order.status === 'PLACED' ? cancelled(order, 'PAYMENT_DECLINED', now) : null;
}

function cancelled({ memberId, lines }: Cancellable, reason: CancelReason, now: Date): CancelledOrder {
  return {
    changes: { status: 'CANCELLED', cancelledAt: now, cancelReason: reason },
    event: { memberId, lines: lines.map(({ productId, quantity }) => ({ productId, quantity })), reason },
  };
}
