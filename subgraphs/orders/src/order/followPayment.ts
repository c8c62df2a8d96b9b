import type { Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';
import { decideDeclinedOrder } from './decideCancelOrder.ts';

/**
 * What an order was charged for is paid. Only one that waits for it: one that was cancelled meanwhile stays so, and payments,
 * which hears of the cancellation too, refunds it.
 */
export const markPaid: Reaction<'payments.PaymentCaptured', typeof data> = async (
  { data: payment },
  { models, clock },
) => {
  if (payment.purpose !== 'ORDER') return;
  const order = await models.Order.findById(payment.reference);
  if (order?.status !== 'PLACED') return;
  order.set({ status: 'PAID', paidAt: clock.now() });
  order.record('OrderPaid', { memberId: order.memberId });
  await order.save();
};

/** An order that cannot be paid is cancelled; its stock comes back by that event. */
export const cancelUnpaid: Reaction<'payments.PaymentDeclined', typeof data> = async (
  { data: payment },
  { models, clock },
) => {
  if (payment.purpose !== 'ORDER') return;
  const order = await models.Order.findById(payment.reference);
  if (order === null) return;
  const cancelled = decideDeclinedOrder(order, { now: clock.now() });
  if (cancelled === null) return;
  order.set(cancelled.changes);
  order.record('OrderCancelled', cancelled.event);
  await order.save();
};
