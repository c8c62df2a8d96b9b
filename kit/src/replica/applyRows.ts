import type { mongo } from 'mongoose';
import { mutated } from '../faults/mutation.ts';
import { isNewer } from '../owner/Revision.ts';
import type { ReplicaRow } from './ReplicaRow.ts';

const DUPLICATE_KEY = 11_000;
const RACES = 5;

/** What is known of rows beside what they are. */
export interface ApplyHints {
  /** The replica is being filled: hardly any of these ids is there. Default false. */
  readonly mostlyNew?: boolean;
}

/**
 * Writes rows, each only where it is newer than what is there, or where what is there has another shape of no later generation. Any
 * number of writers in any order end at the newest.
 *
 * The guarded upsert is always right, and is what decides. Two plainer writes come before it, because a server does them much faster and
 * they are right wherever they succeed: an insertion, where there is most likely nothing yet, and a replacement of what is older.
 * Neither says anything when it does not succeed: then the upsert decides.
 * @returns how many were left out as stale: what is there is as new or newer
 */
export async function applyRows(
  collection: mongo.Collection<ReplicaRow>,
  rows: readonly ReplicaRow[],
  { mostlyNew = false }: ApplyHints = {},
): Promise<number> {
  const newest = newestOfEach(rows);
  if (mutated('no-newest-wins')) {
    await replaceUnguarded(collection, newest);
    return 0;
  }
  const isProbablyNew = (row: ReplicaRow): boolean => mostlyNew || (row.epoch === 1 && row.rev === 1);
  const probablyNew = newest.filter(isProbablyNew);
  const known = newest.filter((row) => !isProbablyNew(row));
  // In this order: what is new often refers to what was there.
  const replaced = await replaceOlder(collection, known);
  const present = await insert(collection, probablyNew);
  const undecided = replaced === known.length ? present : [...present, ...known];
  const stale = await upsert(collection, undecided);
  return undecided === present ? stale : Math.max(0, stale - replaced);
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

/** @returns those whose id is there already */
async function insert(
  collection: mongo.Collection<ReplicaRow>,
  rows: readonly ReplicaRow[],
): Promise<readonly ReplicaRow[]> {
  if (rows.length === 0) return [];
  try {
    await collection.insertMany([...rows] as never, { ordered: false });
    return [];
  } catch (error) {
    const failed = duplicates(error);
    if (failed === null) throw error;
    return rows.filter((_, index) => failed.has(index));
  }
}

/** @returns how many of them were older and are replaced */
async function replaceOlder(collection: mongo.Collection<ReplicaRow>, rows: readonly ReplicaRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const operations = rows.map((row) => ({
    replaceOne: { filter: { _id: row._id, epoch: row.epoch, rev: { $lt: row.rev } }, replacement: row },
  }));
  return (await collection.bulkWrite(operations as never, { ordered: false })).matchedCount;
}

/**
 * A duplicate-key answer means that another writer created the row meanwhile: it is tried again, never read as stale.
 * @returns how many were left out
 */
async function upsert(collection: mongo.Collection<ReplicaRow>, rows: readonly ReplicaRow[]): Promise<number> {
  let remaining = rows;
  let stale = 0;
  for (let race = 0; remaining.length > 0; race += 1) {
    try {
      const { matchedCount, modifiedCount } = await collection.bulkWrite(remaining.map(guardedUpsert), {
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

function guardedUpsert(row: ReplicaRow): mongo.AnyBulkWriteOperation<ReplicaRow> {
  const { _id, epoch, rev, shape, generation = 0 } = row;
  const isSame = { $and: [{ $eq: ['$epoch', epoch] }, { $eq: ['$rev', rev] }] };
  const newer = {
    $or: [
      { $eq: [{ $type: '$rev' }, 'missing'] },
      { $lt: ['$epoch', epoch] },
      { $and: [{ $eq: ['$epoch', epoch] }, { $lt: ['$rev', rev] }] },
      { $and: [isSame, { $ne: ['$shape', shape] }, { $lte: [{ $ifNull: ['$generation', 0] }, generation] }] },
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

async function replaceUnguarded(collection: mongo.Collection<ReplicaRow>, rows: readonly ReplicaRow[]): Promise<void> {
  if (rows.length === 0) return;
  const operations = rows.map((row) => ({
    replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true },
  }));
  await collection.bulkWrite(operations as never, { ordered: false });
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
