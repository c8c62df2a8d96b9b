import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { cancelUnpaid, markPaid } from './order/followPayment.ts';
import { resolvers } from './resolvers.ts';

/** System unit: golden source of orders; copies what it shows of members and products, follows payments. */
export const orders = defineUnit({
  name: 'orders',
  folder: new URL('../', import.meta.url),
  ...data,
  resolvers,
  reactions: { 'payments.PaymentCaptured': markPaid, 'payments.PaymentDeclined': cancelUnpaid },
});
