import { WellspringError } from '@wellspring/kit';
import type { MembersContext } from '../context.ts';
import type { MemberResolvers } from '../generated/resolvers.ts';
import { subscriptionState } from '../subscription/subscriptionState.ts';
import type { MemberDocument } from './MemberDocument.ts';

/** Member's fields that are not simply in its document. */
export const memberFields: MemberResolvers = {
  email(member, _args, ctx) {
    assertMayRead('email', member, ctx);
    return member.email;
  },
  address(member, _args, ctx) {
    assertMayRead('address', member, ctx);
    return member.address;
  },
  subscriptionState(member, _args, ctx) {
    assertMayRead('subscriptionState', member, ctx);
    return subscriptionState(member.subscription, ctx.clock.now());
  },
  city: ({ address }) => address?.city ?? null,
  region: ({ address }) => address?.region ?? null,
  country: ({ address }) => address?.country ?? null,
};

/** Row-level rights: the member, staff, and replication (whose copies nobody else is shown). */
function assertMayRead(field: string, member: MemberDocument, { actor }: Pick<MembersContext, 'actor'>): void {
  if (actor?.kind === 'staff' || actor?.kind === 'replication') return;
  if (actor?.kind === 'member' && actor.memberId === member._id) return;
  throw new WellspringError('FORBIDDEN', `Member.${field} answers only the member it is about, and staff.`);
}
