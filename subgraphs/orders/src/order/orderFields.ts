import { formatMoney } from '@wellspring/kit';
import type { OrderLineResolvers, OrderResolvers } from '../generated/resolvers.ts';

/** Order's fields that are not simply in its document. Members and products are keys here: their fields come from the copies. */
export const orderFields: OrderResolvers = {
  member: ({ memberId }) => ({ id: memberId }),
  total: ({ total }) => formatMoney(total),
};

/** The same for a line. */
export const orderLineFields: OrderLineResolvers = {
  product: ({ productId }) => ({ id: productId }),
  unitPrice: ({ unitPrice }) => formatMoney(unitPrice),
};
