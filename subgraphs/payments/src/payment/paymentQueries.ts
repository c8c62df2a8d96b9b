import { paginate, requireMember, requireStaff } from '@wellspring/kit';
import type { PaymentsContext } from '../context.ts';
import type { MemberResolvers, OrderResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { assertMayRead } from './assertMayRead.ts';
import type { PaymentDocument } from './PaymentDocument.ts';
import { paymentId } from './requestPayment.ts';

const newestFirst = { createdAt: -1 } as const;

/** How payments are found. */
export const paymentQueries: Pick<QueryResolvers, 'payment' | 'payments' | 'myPayments'> = {
  payment: (_root, { id }, ctx) => loadPayment(id, ctx),

  payments: (_root, { status, ...page }, ctx) => {
    requireStaff(ctx);
    return paginate(ctx.models.Payment, { filter: status ? { status } : {}, sort: newestFirst }, page);
  },

  myPayments: (_root, page, ctx) =>
    paginate(ctx.models.Payment, { filter: { memberId: requireMember(ctx) }, sort: newestFirst }, page),
};

/** A member's payments, for Member as payments knows it. */
export const memberPayments: NonNullable<MemberResolvers['payments']> = ({ id }, page, ctx) => {
  assertMayRead(ctx, id);
  return paginate(ctx.models.Payment, { filter: { memberId: id }, sort: newestFirst }, page);
};

/** An order's payment, for Order as payments knows it. */
export const orderPayment: NonNullable<OrderResolvers['payment']> = ({ id }, _args, ctx) =>
  loadPayment(paymentId({ purpose: 'ORDER', reference: id }), ctx);

/**
 * A payment for somebody who may see it; null when there is none.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN
 */
export async function loadPayment(id: string, ctx: PaymentsContext): Promise<PaymentDocument | null> {
  const payment = await ctx.entities.Payment.load(id);
  if (payment !== null) assertMayRead(ctx, payment.memberId);
  return payment;
}
