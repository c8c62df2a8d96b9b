import { requireMember, WellspringError } from '@wellspring/kit';
import type { CommunityContext } from '../context.ts';

/**
 * The id of the acting member, of whom the copy of MemberCard is the proof.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN (staff is no member), MEMBER_UNKNOWN when the member has left,
 *   REPLICA_UNAVAILABLE when the copy is not here and members does not answer
 */
export async function loadActingMember(ctx: Pick<CommunityContext, 'actor' | 'replicas'>): Promise<string> {
  const memberId = requireMember(ctx);
  if ((await ctx.replicas.member.load(memberId)) === null)
    throw new WellspringError('MEMBER_UNKNOWN', `Expected the acting member to exist, got none with id "${memberId}".`);
  return memberId;
}
