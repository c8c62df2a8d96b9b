import { requireMember, WellspringError } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { decideCancelOrder } from './decideCancelOrder.ts';

/** Cancels an order of the acting member that is not paid yet. */
export const cancelOrder: NonNullable<MutationResolvers['cancelOrder']> = async (_root, { id }, ctx) => {
  const memberId = requireMember(ctx);
  const order = await ctx.models.Order.findById(id);
  if (order === null) throw new WellspringError('NOT_FOUND', `Expected an order with id "${id}", got none.`);
  const { changes, event } = decideCancelOrder(order, { memberId, now: ctx.clock.now() });
  order.set(changes);
  order.record('OrderCancelled', event);
  await order.save();
  return order;
};
