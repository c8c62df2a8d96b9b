import { waitFor } from '../client/waitFor.ts';
import { forEachBounded } from './forEachBounded.ts';
import { planSubscription } from './planAccounts.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist } from './SeedTarget.ts';

const REQUEST = `mutation Subscribe($plan: SubscriptionPlan!) {
  requestSubscription(plan: $plan, idempotencyKey: "sample") { subscription { paidUntil } }
}`;
const STATE = `query Subscription { me { subscriptionState { status } } }`;
const END = `mutation End { cancelSubscription(immediately: true) { id } }`;

interface State {
  readonly me: { readonly subscriptionState: { readonly status: string } };
}

/** The planned members ask for a month, which is charged to their card; without a good one it is refused. Some have one that is over. */
export const subscriptionsPhase: SeedPhase = {
  name: 'subscriptions',
  needs: ['members', 'payments'],
  async run({ target, members, memberIds, onDone }) {
    const url = target('members');
    let total = 0;
    let created = 0;
    let done = 0;
    await forEachBounded(members, CONCURRENCY, async ({ input }, index) => {
      const wanted = planSubscription(index);
      const actor = memberIds.get(input.handle);
      if (actor === undefined) throw new Error(`Expected the id of member ${input.handle}, loaded before.`);
      if (wanted !== null) {
        const status = async (): Promise<string> =>
          (await persist<State>(url, { query: STATE, actor })).me.subscriptionState.status;
        const before = await status();
        if (before === 'NONE') {
          await persist(url, { query: REQUEST, variables: { plan: wanted.plan }, actor });
          created += 1;
        }
        if (wanted.ends && before !== 'LAPSED') {
          // Declined ones are free again.
          const after = await waitFor(
            async () => {
              const now = await status();
              return now === 'REQUESTED' ? undefined : now; // its payment is not decided
            },
            { deadlineMs: 60_000 },
          );
          if (after === 'ACTIVE') await persist(url, { query: END, actor });
        }
        total += 1;
      }
      done += 1;
      onDone(done, members.length);
    });
    return { total, created };
  },
};
