import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { countCancelled, countFulfilled, countPaid, countPlaced } from './overview/countOrder.ts';
import { eraseCustomer } from './overview/eraseCustomer.ts';
import { resolvers } from './resolvers.ts';

/** Experience unit: the aggregation service. Golden source of customer overviews, from its own copies and counts. */
export const insights = defineUnit({
  name: 'insights',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: {
    'orders.OrderPlaced': countPlaced,
    'orders.OrderPaid': countPaid,
    'orders.OrderFulfilled': countFulfilled,
    'orders.OrderCancelled': countCancelled,
    'members.MemberErased': eraseCustomer,
  },
});
