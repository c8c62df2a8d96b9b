import { derivedId, duplicateField, newId, WellspringError } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { assertMayRemove } from '../member/assertMayRemove.ts';
import { loadActingMember } from '../member/loadActingMember.ts';
import { checkComment, decideComment } from './decideComment.ts';

/** How comments change. */
export const commentMutations: MutationResolvers = {
  async addComment(_root, { input }, ctx) {
    const authorId = await loadActingMember(ctx);
    const { body, idempotencyKey } = checkComment(input);
    const id = idempotencyKey === null ? newId() : derivedId('comment', authorId, input.postId, idempotencyKey);
    const addedBefore = () => ctx.models.Comment.findById(id).exec();
    const before = idempotencyKey === null ? null : await addedBefore();
    if (before !== null) return before;

    const post = await ctx.models.Post.findById(input.postId).lean();
    if (post === null) throw noPost(input.postId);
    const { document, event } = decideComment(post, body, { id, authorId, now: ctx.clock.now() });
    const comment = new ctx.models.Comment(document);
    comment.record('CommentAdded', event);
    try {
      await comment.save();
    } catch (error) {
      // The same command at the same time, in another request: its comment is this one's too.
      if (idempotencyKey !== null && duplicateField(error) === '_id') return addedBefore();
      throw error;
    }
    // A post that was removed meanwhile takes along the comments that were there then: this one has to look itself.
    if ((await ctx.models.Post.exists({ _id: post._id })) !== null) return comment;
    await ctx.models.Comment.deleteOne({ _id: id });
    throw noPost(input.postId);
  },

  async removeComment(_root, { id }, ctx) {
    const comment = await ctx.models.Comment.findById(id);
    if (comment === null) throw new WellspringError('NOT_FOUND', `Expected a comment with id "${id}", got none.`);
    assertMayRemove(ctx.actor, `Comment "${id}"`, [comment.authorId, comment.postAuthorId]);
    await comment.tombstone();
    return id;
  },
};

function noPost(id: string): WellspringError {
  return new WellspringError('NOT_FOUND', `Expected a post with id "${id}", got none.`);
}
