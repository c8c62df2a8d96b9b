import { formatMoney } from '@wellspring/kit';
import type { ProductResolvers } from '../generated/resolvers.ts';

/** Product's fields that are not simply in its document. */
export const productFields: ProductResolvers = {
  price: ({ price }) => formatMoney(price),
  stock: async ({ _id }, _args, { entities }) => {
    const stock = await entities.Stock.load(_id);
    // What was ordered is counted before the product is kept in stock.
    return stock?.onHand === undefined ? null : stock;
  },
};
