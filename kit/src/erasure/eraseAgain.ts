import type { mongo } from 'mongoose';
import type { OwnedEntity } from '../owner/OwnedEntity.ts';
import { tombstonePipeline } from '../owner/stamp.ts';
import type { UnitEpoch } from '../owner/UnitEpoch.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { dropPending } from './dropPending.ts';
import type { ErasureFact } from './purgeEntity.ts';

/** What erasing again works with. */
export interface EraseAgainOptions {
  readonly entities: readonly OwnedEntity[];
  /** The archive, with what was published since the backup. */
  readonly events: mongo.Collection<{ _id: string }>;
  readonly epoch: UnitEpoch;
  readonly clock: Clock;
}

/** Erased entities taken at once. */
const BATCH = 500;

/**
 * Erases in a restored database who was erased after the backup, before anything of it is published: the documents become tombstones,
 * their archived events go. The eraser does the rest. Doing it again does nothing more.
 * @returns how many were back
 */
export async function eraseAgain({ entities, events, epoch, clock }: EraseAgainOptions): Promise<number> {
  const archive = events as unknown as mongo.Collection<ErasureFact>;
  let back = 0;
  for (const entity of entities) {
    const { type, erasedBy, collection } = entity;
    if (erasedBy === undefined) continue;
    const facts = archive.find({ entity: type, type: erasedBy }, { projection: { entityId: 1 }, batchSize: BATCH });
    let ids: string[] = [];
    const erase = async (): Promise<void> => {
      const stamp = { epoch: epoch.value, now: clock.now() };
      const live = { _id: { $in: ids }, '_stamp.live': true as const };
      back += (await collection.updateMany(live, tombstonePipeline(stamp))).modifiedCount;
      await dropPending(entity, ids);
      await archive.deleteMany({ entity: type, entityId: { $in: ids }, type: { $ne: erasedBy } });
      ids = [];
    };
    for await (const { entityId } of facts) if (ids.push(entityId) >= BATCH) await erase();
    if (ids.length > 0) await erase();
  }
  return back;
}
