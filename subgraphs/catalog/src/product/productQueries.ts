import { paginate, wordFilter } from '@wellspring/kit';
import type { QueryResolvers } from '../generated/resolvers.ts';

/** How products are found. */
export const productQueries: QueryResolvers = {
  product: (_root, { id }, { entities }) => entities.Product.load(id),

  productBySku: (_root, { sku }, { models }) => models.Product.findOne({ sku: sku.trim() }).lean().exec(),

  products: (_root, { text, kind, includeRetired, ...page }, { models }) =>
    paginate(
      models.Product,
      {
        filter: {
          ...wordFilter('searchText', text),
          ...(kind ? { kind } : {}),
          ...(includeRetired === true ? {} : { active: true }),
        },
        sort: { sortName: 1 },
      },
      page,
    ),
};
