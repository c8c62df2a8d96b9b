import type { mongo } from 'mongoose';
import { REPEATABLE } from './bookkeeping.ts';
import type { StampedDocument } from './OwnedEntity.ts';

/**
 * Clears documents that were published at the revision they were read at (PROTOCOL.md, "Publishing", step 5). What is lost of it by a crash is published
 * once more, so it is repeatable. Nearly all are unchanged; one that was written meanwhile keeps what was not published.
 *
 * One operation a document, on purpose. SecantusDB's updateMany keeps the whole collection locked while it waits for a transaction that has written
 * one of its documents; that transaction, a reaction, waits for the collection with its next write: neither ever ends.
 */
export async function clearPublished(
  collection: mongo.Collection<StampedDocument>,
  documents: readonly StampedDocument[],
): Promise<void> {
  if (documents.length === 0) return;
  const operations = documents.map(clearUnchanged);
  const { matchedCount } = await collection.bulkWrite(operations as never[], { ordered: false, ...REPEATABLE });
  if (matchedCount === documents.length) return;
  const ids = documents.map(({ _id }) => _id);
  const left = await collection
    .find({ _id: { $in: ids }, '_stamp.dirty': { $exists: true } }, { projection: { _id: 1 } })
    .toArray();
  const changed = new Set(left.map(({ _id }) => _id));
  if (changed.size === 0) return;
  const rest = documents.filter(({ _id }) => changed.has(_id)).map(clearChanged);
  await collection.bulkWrite(rest as never[], { ordered: false, ...REPEATABLE });
}

/** An event is recorded by a write with a revision of its own: at the same revision, all of them were published. */
function clearUnchanged({ _id, _stamp: { epoch, rev, live } }: StampedDocument): mongo.AnyBulkWriteOperation {
  const published = { '_stamp.dirty': 1, '_stamp.since': 1, '_stamp.attempts': 1, '_stamp.events': 1 } as const;
  return {
    updateOne: {
      filter: { _id: _id as never, '_stamp.rev': rev, '_stamp.epoch': epoch },
      update: { $unset: { ...published, ...(live === true ? {} : { '_stamp.at': 1 }) } } as never,
    },
  };
}

/** Pulls the events that were published; the document stays dirty, since just after the revision that was published. */
function clearChanged({
  _id,
  _stamp: { rev, epoch, live, at, events = [] },
}: StampedDocument): mongo.AnyBulkWriteOperation {
  const unchanged = { $and: [{ $eq: ['$_stamp.rev', rev] }, { $eq: ['$_stamp.epoch', epoch] }] };
  const rest = {
    $filter: {
      input: { $ifNull: ['$_stamp.events', []] },
      as: 'event',
      cond: { $not: [{ $in: ['$$event.id', events.map(({ id }) => id)] }] },
    },
  };
  return {
    updateOne: {
      filter: { _id: _id as never },
      update: [
        {
          $set: {
            '_stamp.events': { $cond: [{ $eq: [{ $size: rest }, 0] }, '$$REMOVE', rest] },
            '_stamp.dirty': { $cond: [unchanged, '$$REMOVE', '$_stamp.dirty'] },
            '_stamp.since': { $cond: [unchanged, '$$REMOVE', at ?? '$_stamp.since'] },
            '_stamp.attempts': '$$REMOVE',
            ...(live === true ? {} : { '_stamp.at': { $cond: [unchanged, '$$REMOVE', '$_stamp.at'] } }),
          },
        },
      ],
    },
  };
}
