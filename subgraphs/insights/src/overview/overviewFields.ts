import { formatMoney } from '@wellspring/kit';
import type { CustomerOverviewResolvers } from '../generated/resolvers.ts';
import { loadOverview } from './loadOverview.ts';
import { ORDER_STATUSES } from './OrderStatus.ts';

const newestFirst = { placedAt: -1 } as const;

/** CustomerOverview's fields: counts from its document, purchases and profile from the copies. */
export const overviewFields: CustomerOverviewResolvers = {
  __resolveReference: ({ id }, ctx) => loadOverview(id, ctx),
  id: ({ _id }) => _id,
  member: ({ _id }) => ({ id: _id }),
  purchases: ({ _id, latest = [], counts = {} }, page, { replicas }) => {
    const placed = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const beginning = { ids: latest.map(({ id }) => id), complete: placed > 0 && placed === latest.length };
    return replicas.order.page({ 'member.id': _id }, newestFirst, page, { beginning });
  },
  totals: ({ totals = {} }) =>
    Object.entries(totals)
      .filter(([, { orders }]) => orders !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { orders, ordered, paid }]) => ({
        currency,
        orderCount: orders,
        ordered: formatMoney({ minor: ordered, currency }),
        paid: formatMoney({ minor: paid, currency }),
      })),
  orderCounts: ({ counts = {} }) =>
    ORDER_STATUSES.flatMap((status) => {
      const count = counts[status] ?? 0;
      return count === 0 ? [] : [{ status, count }];
    }),
};
