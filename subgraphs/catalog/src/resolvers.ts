import type { Resolvers } from './generated/resolvers.ts';
import { productFields } from './product/productFields.ts';
import { productMutations } from './product/productMutations.ts';
import { productQueries } from './product/productQueries.ts';
import { receiveStock } from './stock/receiveStock.ts';
import { stockFields } from './stock/stockFields.ts';

/** Every resolver of catalog; the kit adds scalars, ids and references. */
export const resolvers: Resolvers = {
  Query: productQueries,
  Mutation: { ...productMutations, receiveStock },
  Product: productFields,
  Stock: stockFields,
};
