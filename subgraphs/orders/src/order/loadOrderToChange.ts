import { type EntityInstance, WellspringError } from '@wellspring/kit';
import type { OrdersContext } from '../context.ts';
import type { OrderDocument } from './OrderDocument.ts';

/**
 * An order that somebody who is signed in wants to change.
 * @throws WellspringError UNAUTHENTICATED, NOT_FOUND
 */
export async function loadOrderToChange(
  { actor, models }: Pick<OrdersContext, 'actor' | 'models'>,
  id: string,
): Promise<EntityInstance<OrderDocument>> {
  if (actor === null)
    throw new WellspringError('UNAUTHENTICATED', 'Expected somebody to act, got nobody: sign in first.');
  const order = await models.Order.findById(id);
  if (order === null) throw new WellspringError('NOT_FOUND', `Expected an order with id "${id}", got none.`);
  return order;
}
