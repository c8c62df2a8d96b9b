import { formatMoney } from '@wellspring/kit';
import type { PaymentResolvers } from '../generated/resolvers.ts';
import { loadPayment } from './paymentQueries.ts';

/** Payment's fields that are not simply in its document. Whichever way somebody comes by a payment, it is theirs or they get none. */
export const paymentFields: PaymentResolvers = {
  __resolveReference: ({ id }, ctx) => loadPayment(id, ctx),
  member: ({ memberId }) => ({ id: memberId }),
  amount: ({ amount }) => formatMoney(amount),
  order: ({ purpose, reference }) => (purpose === 'ORDER' ? { id: reference } : null),
};
