import type { Reaction, ReactionContext } from '@wellspring/kit';
import type { data } from '../data.ts';
import { changeSubscription, subscriptionOf } from './changeSubscription.ts';
import { decideActivation, decideRefusal, type SubscriptionChange } from './decideSubscription.ts';
import type { MemberSubscriptionDocument } from './SubscriptionDocument.ts';

type Data = typeof data;

/** What was asked for is paid. */
export const activate: Reaction<'payments.PaymentCaptured', Data> = async ({ data: payment }, ctx) => {
  const { reference: requestId } = payment;
  await follow(ctx, payment, (current) => decideActivation(current, { requestId, now: ctx.clock.now() }));
};

/** What was asked for is not paid. */
export const refuse: Reaction<'payments.PaymentDeclined', Data> = async ({ data: payment }, ctx) => {
  const { reference: requestId, reason } = payment;
  await follow(ctx, payment, (current) => decideRefusal(current, { requestId, reason }));
};

async function follow(
  ctx: ReactionContext<Data>,
  payment: { readonly purpose: string; readonly reference: string; readonly memberId: string },
  decide: (current: MemberSubscriptionDocument) => SubscriptionChange | null,
): Promise<void> {
  const { purpose, reference, memberId } = payment;
  if (purpose !== 'SUBSCRIPTION') return;
  const member = await ctx.models.Member.findById(memberId);
  if (member === null) return; // left meanwhile
  const change = decide(subscriptionOf(member));
  if (change !== null) await changeSubscription(member, change);
  else ctx.log.warn({ memberId, reference }, 'a payment of a subscription that nothing waits for: left alone');
}
