import type { Resolvers } from './generated/resolvers.ts';
import { cancelOrder } from './order/cancelOrder.ts';
import { fulfilOrder } from './order/fulfilOrder.ts';
import { orderFields, orderLineFields } from './order/orderFields.ts';
import { memberOrders, orderQueries } from './order/orderQueries.ts';
import { placeOrder } from './order/placeOrder.ts';

/** Every resolver of orders; the kit adds scalars, ids, references and the copied fields. */
export const resolvers: Resolvers = {
  Query: orderQueries,
  Mutation: { placeOrder, cancelOrder, fulfilOrder },
  Order: orderFields,
  OrderLine: orderLineFields,
  Member: { orders: memberOrders },
};
