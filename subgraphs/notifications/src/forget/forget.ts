import type { Job, JobContext, Reaction } from '@wellspring/kit';
import type { NotificationsContext } from '../context.ts';
import type { data } from '../data.ts';

const EVERY = 2_000; // ms
const BATCH = 500; // notifications
/** Longer than telling takes that found them still there. */
const GRACE = 60_000; // ms

/** A post was removed: nobody is told of it any more, and what was told goes. */
export const forgetPost: Reaction<'community.PostRemoved', typeof data> = async ({ entityId }, ctx) => {
  await ctx.records.FanOut.deleteOne({ _id: entityId });
  await sweepSoon(entityId, ctx);
};

/** A member left: what they were told goes, and what others were told of them. */
export const forgetMember: Reaction<'members.MemberErased', typeof data> = async ({ entityId }, ctx) => {
  await ctx.replicas.contact.load(entityId); // as of the event: from here on they are told nothing
  await ctx.records.FanOut.deleteMany({ authorId: entityId });
  await sweepSoon(entityId, ctx);
};

/** What tells of it goes, by the job. */
async function sweepSoon(
  id: string,
  { records, clock }: Pick<NotificationsContext, 'records' | 'clock'>,
): Promise<void> {
  await records.Removal.updateOne({ _id: id }, { $set: { due: clock.now(), again: false } }, { upsert: true });
}

/** Where a sweep is to come or was made a short while ago, it is made once more from the beginning: something was told meanwhile. */
export async function sweepAgain(
  ids: readonly string[],
  { records, clock }: Pick<NotificationsContext, 'records' | 'clock'>,
): Promise<void> {
  await records.Removal.updateMany({ _id: { $in: [...ids] } }, { $set: { due: clock.now(), again: false } });
}

/** Removes what tells of what is gone: a batch at a time, however much it is, and once more a while later for what was being told meanwhile. */
export const sweep: Job<typeof data> = {
  every: EVERY,
  async run(ctx) {
    for (const { _id, due, again } of await ctx.records.Removal.find({ due: { $lte: ctx.clock.now() } }).lean()) {
      for (const filter of [{ memberId: _id }, { about: _id }]) if (!(await removeAll(filter, ctx))) return;
      const asFound = { _id, due, again };
      if (again) await ctx.records.Removal.deleteOne(asFound);
      else {
        const later = new Date(ctx.clock.now().getTime() + GRACE);
        await ctx.records.Removal.updateOne(asFound, { $set: { due: later, again: true } });
      }
    }
  },
};

/** @returns false when the job is told to end */
async function removeAll(
  filter: { memberId: string } | { about: string },
  { models: { Notification }, signal }: JobContext<typeof data>,
): Promise<boolean> {
  for (;;) {
    if (signal.aborted) return false;
    const found = await Notification.find(filter, { _id: 1 }).limit(BATCH).lean();
    if (found.length === 0) return true;
    await Notification.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
  }
}
