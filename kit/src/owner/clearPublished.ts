import type { mongo } from 'mongoose';
import { REPEATABLE } from './bookkeeping.ts';
import type { StampedDocument } from './OwnedEntity.ts';

/** Ids of one operation: the server searches a list of ids in a time that grows with it. */
const IDS = 50;

/**
 * Clears documents that were published at the revision they were read at (PROTOCOL.md, "Publishing", step 5). What is lost of it by a crash is published
 * once more, so it is repeatable. Nearly all are unchanged: those of one revision are cleared together. One that was written meanwhile
 * keeps what was not published.
 */
export async function clearPublished(
  collection: mongo.Collection<StampedDocument>,
  documents: readonly StampedDocument[],
): Promise<void> {
  if (documents.length === 0) return;
  const operations = groupsOf(documents).map(clearUnchanged);
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

/** Documents of one revision, live or not, in groups. */
function groupsOf(documents: readonly StampedDocument[]): StampedDocument[][] {
  const groups: StampedDocument[][] = [];
  const open = new Map<string, StampedDocument[]>();
  for (const document of documents) {
    const { epoch, rev, live } = document._stamp;
    const key = `${epoch}.${rev}.${live === true}`;
    let group = open.get(key);
    if (group === undefined || group.length === IDS) {
      group = [];
      groups.push(group);
      open.set(key, group);
    }
    group.push(document);
  }
  return groups;
}

/** An event is recorded by a write with a revision of its own: at the same revision, all of them were published. */
function clearUnchanged(group: readonly StampedDocument[]): mongo.AnyBulkWriteOperation {
  const ids = group.map(({ _id }) => _id);
  const { epoch, rev, live } = (group[0] as StampedDocument)._stamp;
  const of = { '_stamp.rev': rev, '_stamp.epoch': epoch };
  const published = {
    '_stamp.dirty': 1,
    '_stamp.since': 1,
    '_stamp.attempts': 1,
    '_stamp.events': 1,
    '_stamp.traceparent': 1,
  } as const;
  const update = { $unset: { ...published, ...(live === true ? {} : { '_stamp.at': 1 }) } } as never;
  if (ids.length === 1) return { updateOne: { filter: { _id: ids[0] as never, ...of }, update } };
  return { updateMany: { filter: { _id: { $in: ids as never[] }, ...of }, update } };
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
