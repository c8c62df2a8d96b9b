import { derivedId, duplicateField, InputCheck, WellspringError } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { loadActingMember } from '../member/loadActingMember.ts';
import { changeSubscription, subscriptionOf } from './changeSubscription.ts';
import { decideCancellation, decideRequest } from './decideSubscription.ts';

/** How a member subscribes, and stops. */
export const subscriptionMutations: MutationResolvers = {
  async requestSubscription(_root, { plan, idempotencyKey }, ctx) {
    const check = new InputCheck();
    const key = check.text('idempotencyKey', idempotencyKey, { max: 200 });
    check.throwFaults();
    if (plan === 'FREE')
      throw new WellspringError('BAD_INPUT', 'Expected STANDARD or PREMIUM: the free plan is everybody’s.');
    const request = async () =>
      ctx.transaction(async () => {
        const member = await loadActingMember(ctx);
        const id = derivedId('subscription', member._id, key);
        const { SubscriptionKey } = ctx.records;
        if ((await SubscriptionKey.findById(id).lean()) !== null) return member; // a repeat, whatever became of it
        await SubscriptionKey.create({ _id: id, memberId: member._id, at: ctx.clock.now() });
        await changeSubscription(member, decideRequest(subscriptionOf(member), { id, plan, now: ctx.clock.now() }));
        return member;
      });
    try {
      return await request();
    } catch (error) {
      // The same command at the same time, in another request: what it did is this one's too.
      if (duplicateField(error) === '_id') return loadActingMember(ctx);
      throw error;
    }
  },

  async cancelSubscription(_root, { immediately }, ctx) {
    const member = await loadActingMember(ctx);
    const options = { immediately: immediately ?? false, now: ctx.clock.now() };
    const cancelled = decideCancellation(subscriptionOf(member), options);
    if (cancelled === null) return member;
    member.set({ subscription: cancelled.subscription });
    if (cancelled.event !== null) member.record('SubscriptionCancelled', cancelled.event);
    await member.save();
    return member;
  },
};
