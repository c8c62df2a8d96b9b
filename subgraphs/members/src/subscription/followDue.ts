import { derivedId, type JobContext } from '@wellspring/kit';
import type { data } from '../data.ts';
import { changeSubscription, subscriptionOf } from './changeSubscription.ts';
import { decideDue } from './decideSubscription.ts';

/** Renews and lets lapse what is due. Each member is a write of its own: repeated after a crash, it finds what is left. */
export async function followDue(ctx: JobContext<typeof data>): Promise<void> {
  const now = ctx.clock.now();
  const due = await ctx.models.Member.find({ 'subscription.dueAt': { $lte: now } })
    .select('_id')
    .lean();
  for (const { _id } of due) {
    if (ctx.signal.aborted) return;
    try {
      const member = await ctx.models.Member.findById(_id);
      if (member === null) continue;
      const subscription = subscriptionOf(member);
      const renewalId = derivedId('renewal', _id, subscription.paidUntil?.toISOString() ?? '');
      const change = decideDue(subscription, { renewalId, now });
      if (change !== null) await changeSubscription(member, change);
    } catch (error) {
      ctx.log.warn(
        { err: error, memberId: _id },
        'a subscription that is due could not be changed; the next run takes it up',
      );
    }
  }
}
