import { setTimeout as delay } from 'node:timers/promises';
import type { mongo } from 'mongoose';

/** What the unit did: `wellspring.state`, `_id: 'restored'`. */
export interface RestoredReport {
  readonly epoch: number;
  /** Entities that were created after the backup: gone everywhere now. */
  readonly tombstones: number;
  /** Business events after the backup: archived again. */
  readonly events: number;
}

interface StateDocument {
  _id: string;
  [field: string]: unknown;
}

/**
 * Tells a unit that its database was restored from a backup, and waits until it has begun a new epoch (PROTOCOL.md, "Epochs and
 * restores"). A unit that is down does so when it starts.
 * @param patience how long it is waited for, in ms. Default 30,000
 * @returns null when the unit did not do it in time: it will
 */
export async function restoreUnit(database: mongo.Db, patience = 30_000): Promise<RestoredReport | null> {
  const state = database.collection<StateDocument>('wellspring.state');
  const reason = 'the operator says that the database was restored from a backup';
  await state.updateOne({ _id: 'restore' }, { $set: { reason } }, { upsert: true });
  const until = performance.now() + patience;
  while (performance.now() < until) {
    if ((await state.findOne({ _id: 'restore' })) === null)
      return (await state.findOne({ _id: 'restored' })) as unknown as RestoredReport;
    await delay(100);
  }
  return null;
}
