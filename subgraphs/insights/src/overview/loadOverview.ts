import type { InsightsContext } from '../context.ts';
import { assertMayRead } from './assertMayRead.ts';
import type { CustomerOverviewDocument } from './CustomerOverviewDocument.ts';

/**
 * The overview of a member, for whoever may see it. Who never ordered has an empty one; null when there is no such member.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN; REPLICA_UNAVAILABLE when nothing was ever heard of the member, and members is away
 */
export async function loadOverview(memberId: string, ctx: InsightsContext): Promise<CustomerOverviewDocument | null> {
  assertMayRead(ctx, memberId);
  const overview = await ctx.records.CustomerOverview.findById(memberId).lean();
  if (overview !== null) return overview;
  if ((await ctx.records.Erasure.findById(memberId).lean()) !== null) return null;
  return (await ctx.replicas.member.load(memberId)) === null ? null : { _id: memberId };
}
