import type { Job, Reaction } from '@wellspring/kit';
import type { CommunityContext } from '../context.ts';
import type { data } from '../data.ts';

/** Longer than a request takes that found the member still there. */
const GRACE = 60_000; // ms

/**
 * A member left: so does all they wrote, what others said to it, and who followed whom. Later requests of theirs are refused by the copy,
 * which is asked for first and is as of the event; for those under way it is looked again after a while.
 */
export const eraseMember: Reaction<'members.MemberErased', typeof data> = async ({ entityId }, ctx) => {
  await ctx.replicas.member.load(entityId);
  await removeAll(entityId, ctx);
  const sweepAt = new Date(ctx.clock.now().getTime() + GRACE);
  await ctx.records.Erasure.updateOne({ _id: entityId }, { $set: { sweepAt } }, { upsert: true });
};

/** Looks once more for what erased members left. */
export const sweepErased: Job<typeof data> = {
  every: GRACE,
  async run(ctx) {
    for (const { _id } of await ctx.records.Erasure.find({ sweepAt: { $lte: ctx.clock.now() } }).lean()) {
      await removeAll(_id, ctx);
      await ctx.records.Erasure.deleteOne({ _id });
    }
  },
};

/** One after another: in a reaction they are one transaction. */
async function removeAll(memberId: string, { models }: Pick<CommunityContext, 'models'>): Promise<void> {
  await models.Post.deleteMany({ authorId: memberId });
  await models.Comment.deleteMany({ authorId: memberId });
  await models.Comment.deleteMany({ postAuthorId: memberId });
  await models.Follow.deleteMany({ followerId: memberId });
  await models.Follow.deleteMany({ followedId: memberId });
}
