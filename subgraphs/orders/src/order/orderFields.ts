import { formatMoney } from '@wellspring/kit';
import type { OrderLineResolvers, OrderResolvers } from '../generated/resolvers.ts';
import { assertMayRead } from './assertMayRead.ts';
import { loadOrder } from './orderQueries.ts';

/** Order's fields that are not simply in its document. Members and products are keys here: their fields come from the copies. */
export const orderFields: OrderResolvers = {
  __resolveReference: ({ id }, ctx) => loadOrder(id, ctx),
  member: ({ memberId }) => ({ id: memberId }),
  total: ({ total }) => formatMoney(total),
  shipToCountry: ({ memberId, shipToCountry }, _args, { actor }) => {
    assertMayRead({ actor, identity: 'token' }, memberId); // where somebody lives is guarded in development too
    return shipToCountry;
  },
};

/** The same for a line. */
export const orderLineFields: OrderLineResolvers = {
  product: ({ productId }) => ({ id: productId }),
  unitPrice: ({ unitPrice }) => formatMoney(unitPrice),
};
