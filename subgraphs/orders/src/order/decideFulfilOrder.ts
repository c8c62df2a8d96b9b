import { WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { OrderDocument } from './OrderDocument.ts';

/** What handing an order over changes, and the fact to record. */
export interface FulfilledOrder {
  readonly changes: Pick<OrderDocument, 'status'> & { readonly fulfilledAt: Date };
  readonly event: EventData<'orders.OrderFulfilled'>;
}

/**
 * Hands a paid order over.
 * @throws WellspringError NOT_FULFILLABLE unless it is PAID
 */
export function decideFulfilOrder(
  { _id, memberId, status, lines }: Pick<OrderDocument, '_id' | 'memberId' | 'status' | 'lines'>,
  { now }: { readonly now: Date },
): FulfilledOrder {
  if (status !== 'PAID')
    throw new WellspringError('NOT_FULFILLABLE', `Expected order "${_id}" to be PAID, got ${status}.`);
  return {
    changes: { status: 'FULFILLED', fulfilledAt: now },
    event: { memberId, lines: lines.map(({ productId, quantity }) => ({ productId, quantity })) },
  };
}
