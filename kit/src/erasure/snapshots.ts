import type { mongo } from 'mongoose';
import { COLLECTIONS } from '../owner/bookkeeping.ts';

/** A replica as it was at a time, in a collection of its own, of entities that are persons: `wellspring.state`, `_id: 'as-of:<collection>'`. */
interface SnapshotNote {
  _id: string;
  view: string;
  collection: string;
}

const notesOf = (database: mongo.Db): mongo.Collection<SnapshotNote> => database.collection(COLLECTIONS.state);

/**
 * Notes that a collection shows persons as they were: who is erased goes from it, too. To be called before it is filled; whoever fills it
 * has to look afterwards at who went meanwhile.
 */
export async function noteSnapshot(database: mongo.Db, view: string, collection: string): Promise<void> {
  await notesOf(database).updateOne({ _id: `as-of:${collection}` }, { $set: { view, collection } }, { upsert: true });
}

/** Removes entities that are gone from all collections that show persons as they were in this view. */
export async function forgetInSnapshots(database: mongo.Db, view: string, ids: readonly string[]): Promise<void> {
  for (const { collection } of await notesOf(database)
    .find({ _id: /^as-of:/, view })
    .toArray())
    await database.collection<{ _id: string }>(collection).deleteMany({ _id: { $in: [...ids] } });
}
