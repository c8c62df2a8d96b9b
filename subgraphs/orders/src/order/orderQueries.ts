import { paginate, requireMember } from '@wellspring/kit';
import type { MemberResolvers, QueryResolvers } from '../generated/resolvers.ts';

const newestFirst = { placedAt: -1 } as const;

/** How orders are found. */
export const orderQueries: QueryResolvers = {
  order: (_root, { id }, { entities }) => entities.Order.load(id),

  orders: (_root, { status, ...page }, { models }) =>
    paginate(models.Order, { filter: status ? { status } : {}, sort: newestFirst }, page),

  myOrders: (_root, page, ctx) =>
    paginate(ctx.models.Order, { filter: { memberId: requireMember(ctx) }, sort: newestFirst }, page),
};

/** A member's orders, for Member as orders knows it. */
export const memberOrders: NonNullable<MemberResolvers['orders']> = ({ id }, page, { models }) =>
  paginate(models.Order, { filter: { memberId: id }, sort: newestFirst }, page);
