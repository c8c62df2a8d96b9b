import type { Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';
import { paymentId, requestPayment } from './requestPayment.ts';
import { withdraw } from './withdrawPayment.ts';

/** A placed order is to be paid. */
export const chargeOrder: Reaction<'orders.OrderPlaced', typeof data> = (
  { entityId: reference, data: { memberId, total } },
  ctx,
) => requestPayment({ purpose: 'ORDER', reference, memberId, amount: total }, ctx);

/** What was paid for a cancelled order goes back; what was not paid yet is not charged. */
export const refundOrder: Reaction<'orders.OrderCancelled', typeof data> = async ({ entityId: reference }, ctx) => {
  const payment = await ctx.models.Payment.findById(paymentId({ purpose: 'ORDER', reference }));
  if (payment !== null && withdraw(payment, 'ORDER_CANCELLED', ctx.clock.now())) await payment.save();
};
