import { derivedId, duplicateField, newId, requireMember, WellspringError } from '@wellspring/kit';
import type { CommunityContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { assertMayRemove } from '../member/assertMayRemove.ts';
import { loadActingMember } from '../member/loadActingMember.ts';
import { checkPublishPost, decideEdit, decidePost } from './decidePost.ts';

/** How posts change. */
export const postMutations: MutationResolvers = {
  async publishPost(_root, { input }, ctx) {
    const authorId = await loadActingMember(ctx);
    const { body, idempotencyKey } = checkPublishPost(input);
    const id = idempotencyKey === null ? newId() : derivedId('post', authorId, idempotencyKey);
    const publishedBefore = () => ctx.models.Post.findById(id).exec();
    const before = idempotencyKey === null ? null : await publishedBefore();
    if (before !== null) return before;

    const { document, event } = decidePost(body, { id, authorId, now: ctx.clock.now() });
    const post = new ctx.models.Post(document);
    post.record('PostPublished', event);
    try {
      return await post.save();
    } catch (error) {
      // The same command at the same time, in another request: its post is this one's too.
      if (idempotencyKey !== null && duplicateField(error) === '_id') return publishedBefore();
      throw error;
    }
  },

  async editPost(_root, { id, body }, ctx) {
    const memberId = requireMember(ctx);
    const post = await loadPost(id, ctx);
    const changes = decideEdit(post, body, { memberId, now: ctx.clock.now() });
    if (changes === null) return post;
    post.set(changes);
    return post.save();
  },

  async removePost(_root, { id }, ctx) {
    const post = await loadPost(id, ctx);
    assertMayRemove(ctx.actor, `Post "${id}"`, [post.authorId]);
    post.record('PostRemoved', { authorId: post.authorId });
    await post.tombstone();
    return id;
  },
};

/** @throws WellspringError NOT_FOUND */
async function loadPost(id: string, { models }: CommunityContext) {
  const post = await models.Post.findById(id);
  if (post === null) throw new WellspringError('NOT_FOUND', `Expected a post with id "${id}", got none.`);
  return post;
}
