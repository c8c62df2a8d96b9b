import { formatMoney } from '@wellspring/kit';
import type { ProductResolvers } from '../generated/resolvers.ts';

/** Product's fields that are not simply in its document. */
export const productFields: ProductResolvers = {
  price: ({ price }) => formatMoney(price),
  stock: ({ _id }, _args, { entities }) => entities.Stock.load(_id),
};
