import type { StockResolvers } from '../generated/resolvers.ts';

/** Stock's fields that are not simply in its document. */
export const stockFields: StockResolvers = {
  reserved: ({ reserved = 0 }) => reserved,
  available: ({ onHand, reserved = 0 }) => (onHand === undefined ? null : onHand - reserved),
  product: ({ _id }, _args, { entities }) => entities.Product.load(_id),
};
