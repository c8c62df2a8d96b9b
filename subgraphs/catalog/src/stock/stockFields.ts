import type { StockResolvers } from '../generated/resolvers.ts';

/** Stock's fields that are not simply in its document. */
export const stockFields: StockResolvers = {
  product: ({ _id }, _args, { entities }) => entities.Product.load(_id),
};
