import { derivedId, duplicateField, requireMember } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { loadActingMember } from '../member/loadActingMember.ts';
import { decideFollow } from './decideFollow.ts';

/** The id of the follow of one member by another. */
export const followId = (followerId: string, followedId: string): string => derivedId('follow', followerId, followedId);

/** How follows change. */
export const followMutations: MutationResolvers = {
  async follow(_root, { memberId: followedId }, ctx) {
    const followerId = await loadActingMember(ctx);
    const id = followId(followerId, followedId);
    const followedBefore = () => ctx.models.Follow.findById(id).exec();
    const before = await followedBefore();
    if (before !== null) return before;

    const { document, event } = decideFollow({
      id,
      followerId,
      followedId,
      followedExists: (await ctx.replicas.member.load(followedId)) !== null,
      following: await ctx.models.Follow.countDocuments({ followerId }),
      now: ctx.clock.now(),
    });
    const follow = new ctx.models.Follow(document);
    follow.record('MemberFollowed', event);
    try {
      return await follow.save();
    } catch (error) {
      if (duplicateField(error) === '_id') return followedBefore(); // the same command at the same time
      throw error;
    }
  },

  async unfollow(_root, { memberId }, ctx) {
    const follow = await ctx.models.Follow.findById(followId(requireMember(ctx), memberId));
    await follow?.tombstone();
    return memberId;
  },
};
