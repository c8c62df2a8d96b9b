import { defineUnit, inTurn } from '@wellspring/kit';
import { data } from './data.ts';
import { countCancelled, countFulfilled, countPaid, countPlaced } from './overview/countOrder.ts';
import { eraseCustomer } from './overview/eraseCustomer.ts';
import { resolvers } from './resolvers.ts';

/** Orders of one member are counted in one document. */
const byMember = ({ data: { memberId } }: { readonly data: { readonly memberId: string } }): string => memberId;

/** Experience unit: the aggregation service. Golden source of customer overviews, from its own copies and counts. */
export const insights = defineUnit({
  name: 'insights',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: {
    'orders.OrderPlaced': inTurn(byMember, countPlaced),
    'orders.OrderPaid': inTurn(byMember, countPaid),
    'orders.OrderFulfilled': inTurn(byMember, countFulfilled),
    'orders.OrderCancelled': inTurn(byMember, countCancelled),
    'members.MemberErased': eraseCustomer,
  },
});
