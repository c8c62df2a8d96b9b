import { waitFor } from '../client/waitFor.ts';
import { forEachBounded } from './forEachBounded.ts';
import { memberIdOf } from './memberIdOf.ts';
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

interface State {
  readonly me: { readonly subscriptionState: { readonly status: string } };
}

const PATIENCE = 60_000; // ms, of the whole phase

/**
 * The planned members ask for a month, which is charged to their card; without a good one it is refused. Some have one that is over.
 * It ends when every payment came out, or patience does: what others load may depend on who has a subscription.
 */
export const subscriptionsPhase: SeedPhase = {
  name: 'subscriptions',
  needs: ['members', 'payments'],
  after: ['members', 'cards'],
  async run({ target, members, memberIds, subscribers, onDone, onWait }) {
    const url = target('members');
    const planned = members.flatMap(({ input: { handle } }, index) => {
      const wanted = planSubscription(index);
      return wanted === null ? [] : [{ handle, actor: memberIdOf(index, members, memberIds), ...wanted }];
    });
    const statusOf = async (actor: string): Promise<string> =>
      (await persist<State>(url, { query: STATE, actor })).me.subscriptionState.status;
    let created = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ actor, plan }) => {
      if ((await statusOf(actor)) !== 'NONE') return;
      await persist(url, { query: REQUEST, variables: { plan }, actor });
      created += 1;
    });
    onWait('payments of the subscriptions');
    const end = performance.now() + PATIENCE;
    let skipped = 0;
    let done = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ handle, actor, ends }) => {
      // Declined ones are NONE again.
      const status = await waitFor(
        async () => {
          const now = await statusOf(actor);
          return now === 'REQUESTED' && performance.now() < end ? undefined : now;
        },
        { deadlineMs: 2 * PATIENCE, pauseMs: 100 },
      );
      if (status === 'REQUESTED') skipped += 1;
      else if (status === 'ACTIVE' && ends) await persist(url, { query: END, actor });
      else if (status === 'ACTIVE') subscribers.add(handle);
      done += 1;
      onDone(done, planned.length);
    });
    return { total: planned.length, created, skipped };
  },
};
