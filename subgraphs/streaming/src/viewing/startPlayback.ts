import { isWellspringError, requireMember, WellspringError } from '@wellspring/kit';
import type { StreamingContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { VideoDocument } from '../video/VideoDocument.ts';
import { type AccessCopy, assertMayPlay } from './assertMayPlay.ts';
import { decideStart } from './decideStart.ts';
import { retryRaces } from './retryRaces.ts';
import { viewingId } from './viewingId.ts';

/** Lets the acting member play, by this unit's own copy of what they may use. */
export const startPlayback: NonNullable<MutationResolvers['startPlayback']> = async (_root, { videoId }, ctx) => {
  const memberId = requireMember(ctx);
  const video = await ctx.entities.Video.load(videoId);
  if (video === null) throw new WellspringError('NOT_FOUND', `Expected a video with id "${videoId}", got none.`);
  const now = ctx.clock.now();
  assertMayPlay(video, await loadAccess(ctx, memberId, video), now);

  return retryRaces(async () => {
    const found = await ctx.models.Viewing.findById(viewingId(memberId, videoId));
    const { changes, event } = decideStart(found?.toObject() ?? null, { memberId, videoId, now });
    const viewing = found?.set(changes) ?? new ctx.models.Viewing(changes);
    if (event !== null) viewing.record('PlaybackStarted', event);
    await viewing.save();
    return viewing;
  });
};

/**
 * The copy of what a member may use. A free video needs no more of it than that the member is not known to have left.
 * @throws WellspringError MEMBER_UNKNOWN; REPLICA_UNAVAILABLE when the row is not here, members does not answer, and it matters
 */
async function loadAccess(
  { replicas, log }: StreamingContext,
  memberId: string,
  video: VideoDocument,
): Promise<AccessCopy> {
  const access = await replicas.access.load(memberId).catch((error: unknown) => {
    if (video.access !== 'FREE' || !isWellspringError(error, 'REPLICA_UNAVAILABLE')) throw error;
    log.warn({ err: error, memberId }, 'the copy of what a member may use is missing: a free video plays without it');
    return undefined;
  });
  if (access === null)
    throw new WellspringError('MEMBER_UNKNOWN', `Expected the acting member to exist, got none with id "${memberId}".`);
  return access ?? { subscription: null };
}
