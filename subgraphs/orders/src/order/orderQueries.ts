import { paginate, requireMember } from '@wellspring/kit';
import type { OrdersContext } from '../context.ts';
import type { MemberResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { assertMayRead } from './assertMayRead.ts';
import type { OrderDocument } from './OrderDocument.ts';

const newestFirst = { placedAt: -1 } as const;

/** How orders are found. */
export const orderQueries: QueryResolvers = {
  order: (_root, { id }, ctx) => loadOrder(id, ctx),

  orders: (_root, { status, ...page }, ctx) => {
    assertMayRead(ctx, null);
    return paginate(ctx.models.Order, { filter: status ? { status } : {}, sort: newestFirst }, page);
  },

  myOrders: (_root, page, ctx) =>
    paginate(ctx.models.Order, { filter: { memberId: requireMember(ctx) }, sort: newestFirst }, page),
};

/** A member's orders, for Member as orders knows it. */
export const memberOrders: NonNullable<MemberResolvers['orders']> = ({ id }, page, ctx) => {
  assertMayRead(ctx, id);
  return paginate(ctx.models.Order, { filter: { memberId: id }, sort: newestFirst }, page);
};

/**
 * An order for somebody who may see it; null when there is none.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
export async function loadOrder(id: string, ctx: OrdersContext): Promise<OrderDocument | null> {
  const order = await ctx.entities.Order.load(id);
  if (order !== null) assertMayRead(ctx, order.memberId);
  return order;
}
