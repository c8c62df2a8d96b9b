import type { Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';
import { requestPayment } from './requestPayment.ts';
import { withdraw } from './withdrawPayment.ts';

/** A subscription that was asked for is to be paid. */
export const chargeSubscription: Reaction<'members.SubscriptionRequested', typeof data> = (
  { entityId: memberId, data: { requestId, price } },
  ctx,
) => requestPayment({ purpose: 'SUBSCRIPTION', reference: requestId, memberId, amount: price }, ctx);

/** Of a member who left the cards are forgotten, and what is not charged yet is not charged. What was paid stays in the books, by ids. */
export const forgetMember: Reaction<'members.MemberErased', typeof data> = async ({ entityId: memberId }, ctx) => {
  await ctx.records.PaymentMethod.deleteMany({ memberId });
  for (const payment of await ctx.models.Payment.find({ memberId, status: 'PENDING' }))
    if (withdraw(payment, 'MEMBER_ERASED', ctx.clock.now())) await payment.save();
};
