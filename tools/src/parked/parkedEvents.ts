import type { mongo } from 'mongoose';
import { INBOX, type InboxEntry } from '../../../kit/src/reactions/inbox.ts';
import { type ParkedEvent, parkedOf } from '../../../kit/src/reactions/ParkedEvents.ts';

/** A parked event, and how many of its entity stand behind it. */
export interface ListedEvent extends ParkedEvent {
  readonly behind: number;
}

/** The first event of each line: what keeps the others waiting. Oldest first. */
export async function listParked(database: mongo.Db): Promise<readonly ListedEvent[]> {
  const all = await parkedOf(database).find().sort({ place: 1 }).toArray();
  const lines = Map.groupBy(all, ({ line }) => line);
  return [...lines.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, behind: rest.length }],
  );
}

/**
 * Lets the unit handle lines again, each from its first event on.
 * @param ids events by `<handler>:<event id>` or by event id; undefined for every line
 * @returns how many events are to be handled again
 * @throws Error when one is not parked
 */
export async function retryParked(database: mongo.Db, ids: readonly string[] | undefined): Promise<number> {
  const lines = ids === undefined ? undefined : (await find(database, ids)).map(({ line }) => line);
  const filter = lines === undefined ? {} : { line: { $in: lines } };
  const { matchedCount } = await parkedOf(database).updateMany(filter, { $set: { state: 'retry' } });
  return matchedCount;
}

/**
 * Gives events up: they are noted as handled, so that they have no effect though they come again. What stands behind stays parked.
 * @throws Error when one is not parked
 */
export async function dropParked(database: mongo.Db, ids: readonly string[]): Promise<number> {
  const found = await find(database, ids);
  for (const { _id } of found) {
    const note = { $setOnInsert: { at: new Date(), dropped: true as const } };
    await database.collection<InboxEntry>(INBOX).updateOne({ _id }, note, { upsert: true });
    await parkedOf(database).deleteOne({ _id });
  }
  return found.length;
}

async function find(database: mongo.Db, ids: readonly string[]): Promise<ParkedEvent[]> {
  const found = await parkedOf(database)
    .find({ $or: [{ _id: { $in: [...ids] } }, { eventId: { $in: [...ids] } }] })
    .toArray();
  const missing = ids.filter((id) => !found.some(({ _id, eventId }) => id === _id || id === eventId));
  if (missing.length > 0)
    throw new Error(`Expected events that are parked, got ${missing.join(', ')}: see npm run parked -- list.`);
  return found;
}
