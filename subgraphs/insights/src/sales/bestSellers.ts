import { pageSize } from '@wellspring/kit';
import type { QueryResolvers } from '../generated/resolvers.ts';

/** One index range of counts that are kept: as long as `first`, whatever was sold. */
export const bestSellers: NonNullable<QueryResolvers['bestSellers']> = async (_root, { first }, { records }) => {
  const rows = await records.ProductSales.find({ sold: { $gt: 0 } })
    .sort({ sold: -1, _id: 1 })
    .limit(pageSize({ first }))
    .lean();
  return rows.map(({ _id, sold }) => ({ product: { id: _id }, sold }));
};
