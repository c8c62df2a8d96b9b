import { type EntityInstance, requireMember, WellspringError } from '@wellspring/kit';
import type { MembersContext } from '../context.ts';
import type { MemberDocument } from './MemberDocument.ts';

/**
 * The acting member's own document, to change it.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN (staff is no member), MEMBER_UNKNOWN when the acting member has left
 */
export async function loadActingMember(
  ctx: Pick<MembersContext, 'actor' | 'models'>,
): Promise<EntityInstance<MemberDocument>> {
  const id = requireMember(ctx);
  const member = await ctx.models.Member.findById(id);
  if (member === null)
    throw new WellspringError('MEMBER_UNKNOWN', `Expected the acting member to exist, got none with id "${id}".`);
  return member;
}
