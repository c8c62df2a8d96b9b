import type { Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';

/**
 * A member left: their counts go, and what is told of their orders later is not counted. The overview is written before it
 * is deleted, so that a reaction under way that would create it meets this one, and is repeated after it.
 */
export const eraseCustomer: Reaction<'members.MemberErased', typeof data> = async ({ entityId, at }, { records }) => {
  if ((await records.Erasure.findById(entityId).lean()) !== null) return;
  await records.Erasure.create([{ _id: entityId, at }]);
  await records.CustomerOverview.updateOne({ _id: entityId }, { $max: { lastActivityAt: at } }, { upsert: true });
  await records.CustomerOverview.deleteOne({ _id: entityId });
  await records.CountedOrder.deleteMany({ memberId: entityId });
};
