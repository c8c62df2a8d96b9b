import { type Reaction, WellspringError } from '@wellspring/kit';
import type { data } from '../data.ts';
import { decideCount } from './decideCount.ts';
import { writeCount } from './writeCount.ts';

/**
 * Counts what a member began to watch: for the video, and for each pair it makes with what they watched before. A reaction to this
 * unit's own event, so that no playback waits for the counting, or fails with it.
 */
export const countViewing: Reaction<'streaming.PlaybackStarted', typeof data> = async (event, ctx) => {
  const { memberId, videoId } = event.data;
  const { models, records } = ctx;
  // Told late of a member who has left meanwhile: there is nothing to count any more.
  if ((await models.Viewing.findById(event.entityId).lean()) === null) return;
  const taste = await records.Taste.findById(memberId).lean();
  if (taste?.forgetting === true) return;
  const before = taste?.videoIds ?? [];
  const count = decideCount(before, videoId);
  if (count === null) return;
  if (taste === null) await records.Taste.create([{ _id: memberId, videoIds: [videoId], forgetting: false }]);
  else {
    // Guarded by what was read, so that two viewings of one member that are counted at the same time cannot miss each other.
    const unchanged = { _id: memberId, videoIds: { $size: before.length }, forgetting: false };
    const { modifiedCount } = await records.Taste.updateOne(unchanged, { $push: { videoIds: videoId } });
    if (modifiedCount === 0)
      throw new WellspringError(
        'CONFLICT',
        `What member "${memberId}" watched was counted by somebody else meanwhile.`,
      );
  }
  const video = await models.Video.findById(videoId).lean();
  await writeCount(records, count, 1, video?.genre ?? null);
};
