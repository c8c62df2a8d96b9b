import type { Job, JobContext, Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';
import { decideUncount } from './decideCount.ts';
import { writeCount } from './writeCount.ts';

/** Members taken at once. */
const BATCH = 20;

/** Notes that a member has left: one small write, whatever they watched. The job {@link forgetMembers} does the work. */
export const markForgotten: Reaction<'members.MemberErased', typeof data> = async ({ entityId }, { records }) => {
  const { matchedCount } = await records.Taste.updateOne({ _id: entityId }, { $set: { forgetting: true } });
  if (matchedCount === 0) await records.Taste.create([{ _id: entityId, videoIds: [], forgetting: true }]);
};

/**
 * Removes what members who left had watched, and takes their part out of the counts. Each step is a transaction of its own and
 * leaves less to do, so a run may end anywhere, and the next goes on.
 */
export const forgetMembers: Job<typeof data> = {
  every: 5_000, // ms
  run: async (ctx) => {
    const leaving = await ctx.records.Taste.find({ forgetting: true }, { _id: 1 }).limit(BATCH).lean();
    for (const { _id } of leaving) await forget(_id, ctx);
  },
};

async function forget(memberId: string, ctx: JobContext<typeof data>): Promise<void> {
  const { models, records, signal } = ctx;
  for (const { _id } of await models.Viewing.find({ memberId }, { _id: 1 }).lean()) {
    if (signal.aborted) return;
    const viewing = await models.Viewing.findById(_id);
    viewing?.record('ViewingErased', { playback: viewing.playback });
    await viewing?.tombstone();
  }
  for (;;) {
    if (signal.aborted) return;
    const done = await ctx.transaction(async () => {
      const videoIds = (await records.Taste.findById(memberId).lean())?.videoIds ?? [];
      const count = decideUncount(videoIds);
      if (count === null) {
        await records.Taste.deleteOne({ _id: memberId });
        return true;
      }
      await records.Taste.updateOne({ _id: memberId }, { $pop: { videoIds: 1 } });
      await writeCount(records, count, -1);
      return false;
    });
    if (done) return;
  }
}
