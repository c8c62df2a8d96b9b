import type { MutationResolvers } from '../generated/resolvers.ts';
import { decideCancelOrder } from './decideCancelOrder.ts';
import { loadOrderToChange } from './loadOrderToChange.ts';

/** Cancels an order that is not fulfilled yet, for who placed it or by staff. */
export const cancelOrder: NonNullable<MutationResolvers['cancelOrder']> = async (_root, { id }, ctx) => {
  const order = await loadOrderToChange(ctx, id);
  const { changes, event } = decideCancelOrder(order, { actor: ctx.actor, now: ctx.clock.now() });
  order.set(changes);
  order.record('OrderCancelled', event);
  await order.save();
  return order;
};
