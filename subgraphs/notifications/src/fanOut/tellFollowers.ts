import { isWellspringError, type Job, type JobContext, type Reaction } from '@wellspring/kit';
import type { Alert } from '../alert/decideAlert.ts';
import type { Tell } from '../alert/tell.ts';
import type { data } from '../data.ts';
import { sweepAgain } from '../forget/forget.ts';
import type { FanOutDocument } from './FanOut.ts';

const EVERY = 1_000; // ms
const BATCH = 100; // followers
/** In one run: what a run has looked up it remembers. */
const BATCHES = 50;

/** A post was published: its followers are told after this transaction, however many they are. */
export const beginFanOut: Reaction<'community.PostPublished', typeof data> = async (
  { entityId: _id, at: publishedAt, data: { authorId } },
  { records: { FanOut } },
) => {
  await FanOut.updateOne({ _id }, { $setOnInsert: { authorId, publishedAt, after: null } }, { upsert: true });
};

/**
 * Tells followers of new posts, a batch at a time over the local copy of who follows whom; how far it is is kept after each batch. Who dies
 * in between tells the batch again: the id of each notification is derived from post and follower, so each is told once.
 */
export const tellFollowersBy = (tell: Tell): Job<typeof data> => ({
  every: EVERY,
  async run(ctx) {
    let batches = 0;
    for (const post of await ctx.records.FanOut.find().sort({ publishedAt: 1 }).limit(BATCHES).lean()) {
      for (let rest: FanOutDocument | null = post; rest !== null; ) {
        if (ctx.signal.aborted || batches === BATCHES) return;
        batches += 1;
        try {
          rest = await tellBatch(rest, tell, ctx);
        } catch (error) {
          // The copy does not hold all who followed by then; later posts would find the same.
          if (!isWellspringError(error, 'REPLICA_NOT_READY')) throw error;
          ctx.log.debug({ err: error, postId: post._id }, 'telling followers waits for the copy of who follows whom');
          return;
        }
      }
    }
  },
});

/** @returns what is left to do; null: all are told, or there is nothing to tell any more */
async function tellBatch(
  post: FanOutDocument,
  tell: Tell,
  ctx: JobContext<typeof data>,
): Promise<FanOutDocument | null> {
  const { _id, authorId, publishedAt, after } = post;
  const { FanOut } = ctx.records;
  const follows = await ctx.replicas.follow.page(
    { 'followed.id': authorId },
    { since: 1 },
    { first: BATCH, after },
    { asOf: publishedAt },
  );
  // Who followed later finds the post in the feed.
  const before = follows.edges.filter(({ node: { since } }) => since !== null && new Date(since) <= publishedAt);
  const alerts = before.flatMap(({ node: { follower } }): Alert[] => {
    if (follower === null) return [];
    const about = { subjectId: _id, actorId: authorId, about: [_id, authorId] };
    return [{ memberId: follower.id, kind: 'POST_PUBLISHED', key: _id, ...about, at: publishedAt }];
  });
  if (alerts.length > 0) await tell(alerts, ctx);

  const { hasNextPage, endCursor } = follows.pageInfo;
  const isLast = !hasNextPage || before.length < follows.edges.length;
  const moved = isLast
    ? (await FanOut.deleteOne({ _id, after })).deletedCount
    : (await FanOut.updateOne({ _id, after }, { $set: { after: endCursor } })).matchedCount;
  if (moved > 0) return isLast ? null : { ...post, after: endCursor };
  // Somebody else told them; or the post is gone, or its author, and what was just told of it has to go too.
  await sweepAgain([_id, authorId], ctx);
  return null;
}
