import { requireStaff } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { decideFulfilOrder } from './decideFulfilOrder.ts';
import { loadOrderToChange } from './loadOrderToChange.ts';

/** Hands a paid order over. */
export const fulfilOrder: NonNullable<MutationResolvers['fulfilOrder']> = async (_root, { id }, ctx) => {
  requireStaff(ctx);
  const order = await loadOrderToChange(ctx, id);
  const { changes, event } = decideFulfilOrder(order, { now: ctx.clock.now() });
  order.set(changes);
  order.record('OrderFulfilled', event);
  await order.save();
  return order;
};
