import type { Reaction } from '@wellspring/kit';
import type { MembersContext } from '../context.ts';
import type { data } from '../data.ts';
import { removeSessions } from '../session/sessions.ts';

/** Removes what the unit keeps of a member beside the entity. Tries to sign in are kept under a hash, and go by themselves. */
export async function removePrivateRecords(ctx: Pick<MembersContext, 'records'>, memberId: string): Promise<void> {
  await ctx.records.Credential.deleteOne({ _id: memberId });
  await ctx.records.SubscriptionKey.deleteMany({ memberId });
  await removeSessions(ctx, memberId);
}

/**
 * `leave` removed them, in the transaction of the erasure. A backup that was taken before it brings them back; the unit's own event
 * comes again then, as to every unit that is set back (PROTOCOL.md, "Reacting").
 */
export const removeAgain: Reaction<'members.MemberErased', typeof data> = ({ entityId }, ctx) =>
  removePrivateRecords(ctx, entityId);
