import type { Connection, mongo } from 'mongoose';

/** The kit's own collections in a unit's database. */
export const COLLECTIONS = {
  leases: 'wellspring.leases',
  /** Every business event this unit ever published: the truth that the EVENTS stream is refilled from. */
  events: 'wellspring.events',
  /** The unit's epoch, the identity of its streams, the state of its replicas. */
  state: 'wellspring.state',
} as const;

/**
 * Of writes that are simply made again when they are lost, such as the clearing of what was published: the majority has them, and nobody waits for
 * their journal. (A replica set's majority journals by default all the same.)
 */
export const REPEATABLE = { writeConcern: { w: 'majority' } } as const;

/** The driver's database of an open connection. @throws when the connection was never opened */
export function databaseOf(connection: Connection): mongo.Db {
  if (connection.db === undefined) throw new Error('invariant: the connection is not open');
  return connection.db;
}

interface StateDocument {
  _id: string;
  [field: string]: unknown;
}

/** One document of a unit's own state, by name. */
export function stateOf(connection: Connection): mongo.Collection<StateDocument> {
  return databaseOf(connection).collection<StateDocument>(COLLECTIONS.state);
}

/** The unit's epoch: 1 unless it was restored from a backup. Created on first use. */
export async function loadEpoch(connection: Connection): Promise<number> {
  const row = await stateOf(connection).findOneAndUpdate(
    { _id: 'epoch' },
    { $setOnInsert: { value: 1 } },
    { upsert: true, returnDocument: 'after' },
  );
  return row?.value as number;
}
