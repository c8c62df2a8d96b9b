import type { MembersContext } from '../context.ts';
import { removeSessions } from '../session/sessions.ts';

/** Removes what the unit keeps of a member beside the entity. Tries to sign in are kept under a hash, and go by themselves. */
export async function removePrivateRecords(ctx: Pick<MembersContext, 'records'>, memberId: string): Promise<void> {
  await ctx.records.Credential.deleteOne({ _id: memberId });
  await ctx.records.SubscriptionKey.deleteMany({ memberId });
  await removeSessions(ctx, memberId);
}
