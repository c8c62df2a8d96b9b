import { requireStaff, WellspringError } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { withdraw } from './withdrawPayment.ts';

/** Pays a subscription's charge back. It is said here; the provider is asked right after. */
export const refundPayment: NonNullable<MutationResolvers['refundPayment']> = async (_root, { id }, ctx) => {
  requireStaff(ctx);
  const payment = await ctx.models.Payment.findById(id);
  if (payment === null) throw new WellspringError('NOT_FOUND', `Expected a payment with id "${id}", got none.`);
  if (payment.purpose === 'ORDER') {
    const message = `Payment "${id}" is of order "${payment.reference}": cancel the order, the refund follows.`;
    throw new WellspringError('NOT_REFUNDABLE', message, { details: { orderId: payment.reference } });
  }
  if (payment.withdrawal === 'STAFF') return payment; // said before
  if (payment.status !== 'CAPTURED' || !withdraw(payment, 'STAFF', ctx.clock.now()))
    throw new WellspringError('NOT_REFUNDABLE', `Expected payment "${id}" to be CAPTURED, got ${payment.status}.`);
  await payment.save();
  return payment;
};
