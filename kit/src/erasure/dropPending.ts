import type { OwnedEntity } from '../owner/OwnedEntity.ts';

/**
 * Removes from documents of erased entities what they still had to tell, but for the erasure: a document that was not cleared before a crash, or
 * came back with a backup, would tell it once more, however late it is published. Revisions stay.
 */
export async function dropPending({ collection, erasedBy }: OwnedEntity, ids: readonly string[]): Promise<void> {
  const erasures = {
    $filter: {
      input: { $ifNull: ['$_stamp.events', []] },
      as: 'event',
      cond: { $eq: ['$$event.type', { $literal: erasedBy }] },
    },
  };
  await collection.updateMany({ _id: { $in: [...ids] }, '_stamp.events.0': { $exists: true } } as never, [
    { $set: { '_stamp.events': erasures } },
  ]);
}
