import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { resolvers } from './resolvers.ts';
import { releaseStock, reserveStock, takeStock } from './stock/reserveStock.ts';

/** System unit: golden source of products and their stock; copies nothing, follows orders. */
export const catalog = defineUnit({
  name: 'catalog',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: {
    'orders.OrderPlaced': reserveStock,
    'orders.OrderCancelled': releaseStock,
    'orders.OrderFulfilled': takeStock,
  },
});
