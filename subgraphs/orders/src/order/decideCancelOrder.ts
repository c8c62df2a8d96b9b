import { WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { OrderDocument } from './OrderDocument.ts';

/** What cancelling changes, and the fact to record. */
export interface CancelledOrder {
  readonly changes: Pick<OrderDocument, 'status' | 'cancelledAt'>;
  readonly event: EventData<'orders.OrderCancelled'>;
}

/**
 * Cancels an order for its member.
 * @throws WellspringError FORBIDDEN when it is another member's, NOT_CANCELLABLE unless it is PLACED
 */
export function decideCancelOrder(
  order: Pick<OrderDocument, '_id' | 'memberId' | 'status' | 'lines'>,
  { memberId, now }: { readonly memberId: string; readonly now: Date },
): CancelledOrder {
  if (order.memberId !== memberId) {
    throw new WellspringError(
      'FORBIDDEN',
      `Order "${order._id}" is another member's: only who placed it may cancel it.`,
    );
  }
  if (order.status !== 'PLACED') {
    throw new WellspringError('NOT_CANCELLABLE', `Expected order "${order._id}" to be PLACED, got ${order.status}.`);
  }
  return {
    changes: { status: 'CANCELLED', cancelledAt: now },
    event: { memberId, lines: order.lines.map(({ productId, quantity }) => ({ productId, quantity })) },
  };
}
