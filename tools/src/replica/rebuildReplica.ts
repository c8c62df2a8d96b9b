import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { mongo } from 'mongoose';
import { announceSubject, durableName, splitName, viewsStream } from '../../../kit/src/bus/subjects.ts';
import { type ReplicaRow, replicaCollection } from '../../../kit/src/replica/ReplicaRow.ts';

/** What a rebuild works with. */
export interface RebuildOptions {
  /** As operator. */
  readonly connection: NatsConnection;
  /** The consumer's database. */
  readonly database: mongo.Db;
  /** The consumer. */
  readonly unit: string;
  /** `members.MemberCard` */
  readonly view: string;
}

const NOT_FOUND = new Set([10_014, 10_059]);

/**
 * Begins the rebuild of a replica in place: its rows go on being served, each until what the stream holds has replaced it, whatever
 * it holds. The unit itself does the work: it notices that its durable is gone and begins with the first message.
 * @returns how many rows there were
 */
export async function beginRebuild({ connection, database, unit, view }: RebuildOptions): Promise<number> {
  const { unit: owner, name } = splitName(view);
  const rows = database.collection<ReplicaRow>(replicaCollection(view));
  // Older than anything published: even a row that was changed by hand, at its true revision, is replaced.
  const { matchedCount } = await rows.updateMany({}, { $set: { epoch: 0 } } as never);
  const manager = await jetstreamManager(connection, { checkAPI: false });
  await manager.consumers.delete(viewsStream(owner), durableName(unit, name)).catch((error: unknown) => {
    if (!(error instanceof JetStreamApiError) || !NOT_FOUND.has(error.code)) throw error;
  });
  return matchedCount;
}

/** How far a rebuild is: messages that are still to be applied; null while the unit has not begun. */
export async function pendingOf({ connection, unit, view }: RebuildOptions): Promise<number | null> {
  const { unit: owner, name } = splitName(view);
  const manager = await jetstreamManager(connection, { checkAPI: false });
  try {
    const info = await manager.consumers.info(viewsStream(owner), durableName(unit, name));
    return info.num_pending + info.num_ack_pending;
  } catch (error) {
    if (error instanceof JetStreamApiError && NOT_FOUND.has(error.code)) return null;
    throw error;
  }
}

/**
 * Ends a rebuild, once nothing is pending: rows that the stream does not hold are dropped, and every process of the unit forgets
 * what it cached. @returns how many rows were dropped
 */
export async function endRebuild({ connection, database, unit, view }: RebuildOptions): Promise<number> {
  const rows = database.collection<ReplicaRow>(replicaCollection(view));
  const { deletedCount } = await rows.deleteMany({ epoch: 0 });
  connection.publish(announceSubject(unit, splitName(view).name), JSON.stringify({ rows: [], anew: true }));
  await connection.flush();
  return deletedCount;
}
