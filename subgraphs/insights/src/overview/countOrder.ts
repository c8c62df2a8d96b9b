import { parseMoney, type Reaction, type ReactionContext } from '@wellspring/kit';
import type { data } from '../data.ts';
import { type CountedOrder, decideCount, joinOrder } from './decideCount.ts';

/** How many of the latest orders an overview knows by id: the default page, and some more for those of about the same moment. */
const LATEST = 30;

/** An order was placed: what it comes to, as it was frozen then. */
export const countPlaced: Reaction<'orders.OrderPlaced', typeof data> = ({ entityId, at, data: order }, ctx) => {
  const placed = parseMoney(order.total);
  return count(entityId, at, { memberId: order.memberId, status: 'PLACED', placed }, ctx);
};

export const countPaid: Reaction<'orders.OrderPaid', typeof data> = ({ entityId, at, data: { memberId } }, ctx) =>
  count(entityId, at, { memberId, status: 'PAID' }, ctx);

export const countFulfilled: Reaction<'orders.OrderFulfilled', typeof data> = (
  { entityId, at, data: { memberId } },
  ctx,
) => count(entityId, at, { memberId, status: 'FULFILLED' }, ctx);

export const countCancelled: Reaction<'orders.OrderCancelled', typeof data> = (
  { entityId, at, data: { memberId } },
  ctx,
) => count(entityId, at, { memberId, status: 'CANCELLED' }, ctx);

/** Adds what was told of an order to what is known of it, and the difference to the member's counts. Needs no copy: the event says it all. */
async function count(
  orderId: string,
  at: Date,
  told: CountedOrder,
  { records }: ReactionContext<typeof data>,
): Promise<void> {
  const { memberId } = told;
  if ((await records.Erasure.findById(memberId).lean()) !== null) return;
  const known = await records.CountedOrder.findById(orderId).lean();
  const after = joinOrder(known, told);
  const { status, placed } = after;
  await records.CountedOrder.updateOne(
    { _id: orderId },
    { $set: { memberId: after.memberId, status, ...(placed === undefined ? {} : { placed }) } },
    { upsert: true },
  );
  const change = decideCount(known, after);
  const { currency, ...total } = change?.total ?? {};
  const added = {
    ...Object.fromEntries(Object.entries(change?.counts ?? {}).map(([name, by]) => [`counts.${name}`, by])),
    ...Object.fromEntries(Object.entries(total).map(([name, by]) => [`totals.${currency}.${name}`, by])),
  };
  const isNew = told.placed !== undefined && known?.placed === undefined;
  const latest = { $each: [{ id: orderId, at }], $sort: { at: -1 }, $slice: LATEST };
  await records.CustomerOverview.updateOne(
    { _id: memberId },
    {
      $max: { lastActivityAt: at },
      ...(isNew ? { $push: { latest } } : {}),
      ...(Object.keys(added).length === 0 ? {} : { $inc: added }),
    },
    { upsert: true },
  );
}
