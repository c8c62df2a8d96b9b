import { type Connection, isWellspringError, type Job, type JobContext } from '@wellspring/kit';
import type { Views } from '@wellspring/schema';
import type { Alert } from '../alert/decideAlert.ts';
import type { Tell } from '../alert/tell.ts';
import type { data } from '../data.ts';

const EVERY = 600_000; // ms
const AHEAD = 3 * 24 * 3_600_000; // ms
const BATCH = 100; // members

/**
 * Reminds of subscriptions that are paid for some days more: found in the local copy by when they end, so members need not be up. Each end is
 * told of once, however often it is looked: the notification's id is derived from it.
 */
export const remindBy = (tell: Tell): Job<typeof data> => ({
  every: EVERY,
  async run(ctx) {
    try {
      await remind(tell, ctx);
    } catch (error) {
      if (!isWellspringError(error, 'REPLICA_NOT_READY')) throw error;
      ctx.log.info({ err: error }, 'reminding waits for the copy of subscriptions');
    }
  },
});

async function remind(tell: Tell, ctx: JobContext<typeof data>): Promise<void> {
  const now = ctx.clock.now();
  const until = new Date(now.getTime() + AHEAD);
  const soon = { 'subscription.paidUntil': { $gt: now.toISOString(), $lte: until.toISOString() } };
  for (let after: string | null = null; !ctx.signal.aborted; ) {
    const { edges, pageInfo }: Connection<Access> = await ctx.replicas.access.page(soon, {}, { first: BATCH, after });
    const ending = edges.flatMap(({ node: { id, subscription } }): Alert[] => {
      const { plan, paidUntil } = subscription ?? {};
      if (!paidUntil || !plan || plan === 'FREE') return [];
      const facts = { plan, paidUntil };
      return [{ memberId: id, kind: 'SUBSCRIPTION_ENDING', key: paidUntil, subjectId: id, facts, at: now }];
    });
    if (ending.length > 0) await tell(ending, ctx);
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

type Access = Pick<Views['members.MemberAccess']['data'], 'id' | 'subscription'>;
