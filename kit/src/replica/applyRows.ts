import type { mongo } from 'mongoose';
import { mutated } from '../faults/mutation.ts';
import { isNewer } from '../owner/Revision.ts';
import type { ReplicaRow } from './ReplicaRow.ts';

const DUPLICATE_KEY = 11_000;
const RACES = 5;

/**
 * Writes rows, each only where it is newer than what is there, or where what is there has another shape. Any number of writers
 * in any order end at the newest. A duplicate-key answer means that another writer created the row meanwhile: it is tried again,
 * never read as stale.
 * @returns how many were left out as stale: what is there is as new or newer
 */
export async function applyRows(
  collection: mongo.Collection<ReplicaRow>,
  rows: readonly ReplicaRow[],
): Promise<number> {
  let remaining = newestOfEach(rows);
  let stale = 0;
  for (let race = 0; remaining.length > 0; race += 1) {
    try {
      const { matchedCount, modifiedCount } = await collection.bulkWrite(remaining.map(guardedReplace), {
        ordered: false,
      });
      return stale + matchedCount - modifiedCount;
    } catch (error) {
      const failed = duplicates(error);
      if (failed === null || race >= RACES) throw error;
      const { matchedCount = 0, modifiedCount = 0 } = error as { matchedCount?: number; modifiedCount?: number };
      stale += matchedCount - modifiedCount;
      remaining = remaining.filter((_, index) => failed.has(index));
    }
  }
  return stale;
}

/** One row an id: the newest. */
export function newestOfEach(rows: readonly ReplicaRow[]): ReplicaRow[] {
  const newest = new Map<string, ReplicaRow>();
  for (const row of rows) {
    const other = newest.get(row._id);
    if (other === undefined || isNewer(row, other)) newest.set(row._id, row);
  }
  return [...newest.values()];
}

function guardedReplace(row: ReplicaRow): mongo.AnyBulkWriteOperation<ReplicaRow> {
  const { _id, epoch, rev, shape } = row;
  if (mutated('no-newest-wins')) return { replaceOne: { filter: { _id }, replacement: row, upsert: true } };
  const newer = {
    $or: [
      { $eq: [{ $type: '$rev' }, 'missing'] },
      { $lt: ['$epoch', epoch] },
      { $and: [{ $eq: ['$epoch', epoch] }, { $lt: ['$rev', rev] }] },
      { $and: [{ $eq: ['$epoch', epoch] }, { $eq: ['$rev', rev] }, { $ne: ['$shape', shape] }] },
    ],
  };
  return {
    updateOne: {
      filter: { _id },
      update: [{ $replaceWith: { $cond: [newer, { $literal: row }, '$$ROOT'] } }],
      upsert: true,
    },
  };
}

/** Indexes of the operations that met a duplicate key, when that is all that failed. */
function duplicates(error: unknown): Set<number> | null {
  const writeErrors = (error as { writeErrors?: unknown }).writeErrors;
  const all = (Array.isArray(writeErrors) ? writeErrors : writeErrors === undefined ? [] : [writeErrors]) as {
    code: number;
    index: number;
  }[];
  if (all.length === 0 || all.some(({ code }) => code !== DUPLICATE_KEY)) return null;
  return new Set(all.map(({ index }) => index));
}
