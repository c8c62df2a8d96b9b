import { newId, requireStaff } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { decideJoin } from './decideJoin.ts';
import { decideProfileUpdate } from './decideProfileUpdate.ts';
import { decideRelocation } from './decideRelocation.ts';
import { loadActingMember } from './loadActingMember.ts';
import { removePrivateRecords } from './removePrivateRecords.ts';
import { saveMember } from './saveMember.ts';

/** How members change. */
export const memberMutations: MutationResolvers = {
  async joinMember(_root, { input }, ctx) {
    const { models, clock, identity } = ctx;
    if (identity !== 'development') requireStaff(ctx);
    const { document, event } = decideJoin(input, { id: newId(), now: clock.now() });
    const member = new models.Member(document);
    member.record('MemberJoined', event);
    return saveMember(member);
  },

  async updateProfile(_root, { input }, ctx) {
    const member = await loadActingMember(ctx);
    const { changes, fields } = decideProfileUpdate(member, input);
    if (fields.length === 0) return member;
    member.set(changes);
    member.record('ProfileUpdated', { fields });
    return saveMember(member);
  },

  async relocateMember(_root, { address }, ctx) {
    const member = await loadActingMember(ctx);
    const relocation = decideRelocation(member, address);
    if (relocation === null) return member;
    member.set({ address: relocation.address });
    member.record('MemberRelocated', relocation.event);
    return saveMember(member);
  },

  async leave(_root, _args, ctx) {
    return ctx.transaction(async () => {
      const member = await loadActingMember(ctx);
      member.record('MemberErased', { joinedAt: member.joinedAt.toISOString() });
      await member.tombstone();
      await removePrivateRecords(ctx, member._id);
      return member._id;
    });
  },
};
