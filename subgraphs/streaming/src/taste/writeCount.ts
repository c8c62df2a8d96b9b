import type { StreamingContext } from '../context.ts';
import type { Genre } from '../video/VideoDocument.ts';
import type { Count } from './decideCount.ts';

/** The id of a pair as seen from the first. */
export const pairId = (videoId: string, otherId: string): string => `${videoId} ${otherId}`;

/**
 * Adds a count, or takes it back, inside the caller's transaction. Pairs that nobody watches any more are removed.
 * @param genre the video's; it is kept beside the count when one is added
 */
export async function writeCount(
  { Audience, Pair }: StreamingContext['records'],
  { videoId, partners }: Count,
  by: 1 | -1,
  genre: Genre | null = null,
): Promise<void> {
  const $inc = { viewers: by };
  await Audience.updateOne({ _id: videoId }, by === 1 ? { $inc, $set: { genre } } : { $inc }, { upsert: by === 1 });
  const sides = partners.flatMap((otherId) => [
    { videoId, otherId },
    { videoId: otherId, otherId: videoId },
  ]);
  if (sides.length > 0) {
    await Pair.bulkWrite(
      sides.map((side) => ({
        updateOne: {
          filter: { _id: pairId(side.videoId, side.otherId) },
          update: { $inc, ...(by === 1 ? { $setOnInsert: side } : {}) },
          upsert: by === 1,
        },
      })),
    );
  }
  if (by === 1) return;
  await Audience.deleteOne({ _id: videoId, viewers: { $lte: 0 } });
  const gone = sides.map((side) => pairId(side.videoId, side.otherId));
  if (gone.length > 0) await Pair.deleteMany({ _id: { $in: gone }, viewers: { $lte: 0 } });
}
