import type { NatsConnection } from '@nats-io/nats-core';
import type { mongo } from 'mongoose';
import { fromHeaders } from '../../../kit/src/bus/headers.ts';
import { historyStream, splitName } from '../../../kit/src/bus/subjects.ts';
import { forgetInSnapshots, noteSnapshot } from '../../../kit/src/erasure/snapshots.ts';
import { applyRows } from '../../../kit/src/replica/applyRows.ts';
import { type ReplicaPlan, type ReplicaRow, replicaCollection, toRow } from '../../../kit/src/replica/ReplicaRow.ts';
import { readStream } from '../history/readStream.ts';

/** Rows written at once. */
const BATCH = 500;

/** `replica.members.MemberCard.2026-01-01T00:00:00.000Z` */
export const asOfCollection = (view: string, at: Date): string => `replica.${view}.${at.toISOString()}`;

/**
 * Builds a replica as it was at a time, in a collection of its own: of each entity, the last revision that was published of what
 * was committed by then. What was erased since is not in the history. An earlier collection of the same time is replaced.
 * @param persons whether the owner erases them: then who is gone now is not shown, and who is erased later goes from here, too
 * @returns how many entities there were
 */
export async function rebuildAsOf(
  connection: NatsConnection,
  database: mongo.Db,
  plan: ReplicaPlan,
  at: Date,
  persons: boolean,
): Promise<number> {
  const { unit, name } = splitName(plan.view);
  const rows = database.collection<ReplicaRow>(asOfCollection(plan.view, at));
  if (persons) await noteSnapshot(database, plan.view, rows.collectionName);
  await rows.deleteMany({});
  let batch: ReplicaRow[] = [];
  const flush = async (): Promise<void> => {
    await applyRows(rows, batch);
    batch = [];
  };
  await readStream(connection, historyStream(unit), [`history.${unit}.${name}.*`], async (message) => {
    const facts = fromHeaders(message.headers, `history.${unit}.${name}`, message.subject);
    if (facts === null || facts.at > at) return;
    batch.push(toRow(plan, facts, facts.gone ? undefined : message.json()));
    if (batch.length >= BATCH) await flush();
  });
  if (batch.length > 0) await flush();
  await rows.deleteMany({ gone: true } as never);
  if (persons) await forgetGone(database, plan.view);
  return rows.countDocuments();
}

/** Who went while the history was read may have been read before. */
async function forgetGone(database: mongo.Db, view: string): Promise<void> {
  const live = database.collection<ReplicaRow>(replicaCollection(view));
  let ids: string[] = [];
  for await (const { _id } of live.find({ gone: true }, { projection: { _id: 1 } })) {
    if (ids.push(_id) < BATCH) continue;
    await forgetInSnapshots(database, view, ids);
    ids = [];
  }
  if (ids.length > 0) await forgetInSnapshots(database, view, ids);
}
