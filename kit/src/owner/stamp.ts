import type { mongo } from 'mongoose';
import { WellspringError } from '../errors/WellspringError.ts';
import type { PendingEvent } from './entitySchema.ts';

/** Where and when a write happens: what it is stamped with. */
export interface StampSource {
  readonly epoch: number;
  readonly now: Date;
}

type Update = mongo.UpdateFilter<mongo.Document> | mongo.Document[];

/** Only live documents are seen through the golden source. */
export const LIVE = { '_stamp.live': true } as const;
/** A document that is not live: a tombstone. */
export const TOMBSTONE = { '_stamp.live': { $exists: false } } as const;

/** The filter, on live documents only. */
export function liveFilter(filter: mongo.Document | undefined): mongo.Document {
  return { ...filter, ...LIVE };
}

/** What mongoose passes is a plain object in some operations and one of its documents in others. */
export function toPlain(document: mongo.Document): mongo.Document {
  return typeof document.toBSON === 'function' ? (document.toBSON() as mongo.Document) : document;
}

/** The document with the stamp of one that never was. */
export function withFirstStamp(document: mongo.Document, source: StampSource): mongo.Document {
  const plain = toPlain(document);
  assertId(plain._id);
  return { ...plain, _stamp: firstStamp(plain, source) };
}

/** An id becomes part of a subject, which the broker bounds. */
const ID_LIMIT = 512; // bytes

/** @throws WellspringError GOLDEN_WRITE_REFUSED for an id that could never be published */
export function assertId(id: unknown): asserts id is string {
  if (typeof id === 'string' && id !== '' && Buffer.byteLength(id) <= ID_LIMIT) return;
  throw refused(`an _id that is no text of 1 to ${ID_LIMIT} bytes: it could not be published.`);
}

/** The stamp of a document that never was. Keeps the events that were recorded on it. */
function firstStamp(document: mongo.Document, { epoch, now }: StampSource): mongo.Document {
  const events: unknown = document._stamp?.events;
  return { rev: 1, epoch, at: now, live: true, dirty: now, since: now, events: Array.isArray(events) ? events : [] };
}

/** 1 where there was none: an upsert by a pipeline begins with nothing. */
const nextRev = { $add: [{ $ifNull: ['$_stamp.rev', 0] }, 1] };
/** An epoch never goes down: a process may have heard late that the unit was restored. */
const atLeast = (epoch: number) => ({ $max: ['$_stamp.epoch', epoch] });
/** The time of the first write that is not published stays, whatever is written on top of it. */
const firstUnpublished = (now: Date) => ({ $ifNull: ['$_stamp.since', now] });
const pendingEvents = { $ifNull: ['$_stamp.events', []] };

/** Replaces the document by a tombstone that keeps its pending events. */
export function tombstonePipeline({ epoch, now }: StampSource, events: readonly PendingEvent[] = []): mongo.Document[] {
  const stamp = {
    rev: nextRev,
    epoch: atLeast(epoch),
    at: now,
    dirty: now,
    since: firstUnpublished(now),
    events: events.length === 0 ? pendingEvents : { $concatArrays: [pendingEvents, { $literal: events }] },
  };
  return [{ $replaceWith: { _id: '$_id', _stamp: stamp } }];
}

/** Replaces the whole content, on a live document or over a tombstone, keeping the stamp's history. */
export function replacePipeline(content: mongo.Document, { epoch, now }: StampSource): mongo.Document[] {
  const { _stamp, _id: _, ...fields } = toPlain(content);
  const recorded: unknown[] = Array.isArray(_stamp?.events) ? _stamp.events : [];
  const stamp = {
    rev: nextRev,
    epoch: atLeast(epoch),
    at: now,
    live: true,
    dirty: now,
    since: firstUnpublished(now),
    events: { $concatArrays: [pendingEvents, { $literal: recorded }] },
  };
  return [{ $replaceWith: { $mergeObjects: [{ $literal: fields }, { _id: '$_id', _stamp: stamp }] } }];
}

/** What `save()` writes of the stamp, under the guard of the loaded revision. */
const WRITTEN_BY_SAVE: Readonly<Record<string, readonly string[]>> = {
  $set: ['_stamp.rev', '_stamp.events'],
  $push: ['_stamp.events'],
};

/** The stages of an update pipeline that leave the stamp alone. */
const STAGES_THAT_KEEP = new Set(['$set', '$addFields', '$unset']);

/**
 * Adds the stamp to an update.
 * @param guarded whether the filter names the revision that is updated, as `save()` does: only then may the update hold `_stamp`
 * @throws WellspringError GOLDEN_WRITE_REFUSED when the update would write the stamp or lose it
 */
export function stampUpdate(update: Update, { epoch, now }: StampSource, guarded: boolean): Update {
  if (Array.isArray(update)) {
    for (const stage of update) {
      const name = Object.keys(stage)[0] ?? '';
      if (!STAGES_THAT_KEEP.has(name)) {
        throw refused(`an update pipeline with ${name}: it would lose the stamp. Use $set and $unset, or replaceOne.`);
      }
      if (JSON.stringify(stage[name] ?? {}).includes('"_stamp')) throw refused('an update of _stamp.');
    }
    return [
      ...update,
      {
        $set: {
          '_stamp.rev': nextRev,
          '_stamp.epoch': atLeast(epoch),
          '_stamp.at': now,
          '_stamp.dirty': now,
          '_stamp.since': firstUnpublished(now),
        },
      },
    ];
  }
  const operators = update as Record<string, mongo.Document>;
  for (const [operator, fields] of Object.entries(operators)) {
    if (!operator.startsWith('$')) throw refused('an update without operators. Use replaceOne.');
    const field = Object.keys(fields).find((path) => path === '_stamp' || path.startsWith('_stamp.'));
    if (field === undefined || (guarded && (WRITTEN_BY_SAVE[operator] ?? []).includes(field))) continue;
    throw refused(`${operator} of ${field}. The stamp is written by the golden source alone.`);
  }
  const setsRev = operators.$set !== undefined && '_stamp.rev' in operators.$set;
  return {
    ...operators,
    $set: { ...operators.$set, '_stamp.at': now, '_stamp.dirty': now },
    $max: { ...operators.$max, '_stamp.epoch': epoch },
    $min: { ...operators.$min, '_stamp.since': now },
    ...(setsRev ? {} : { $inc: { ...operators.$inc, '_stamp.rev': 1 } }),
  } as Update;
}

/** A touch: a stamped write that changes nothing but the revision, so that the content is published again. */
export function touchUpdate({ epoch, now }: StampSource): mongo.UpdateFilter<mongo.Document> {
  return {
    $inc: { '_stamp.rev': 1 },
    $max: { '_stamp.epoch': epoch },
    $min: { '_stamp.since': now },
    $set: { '_stamp.at': now, '_stamp.dirty': now },
  };
}

export function refused(what: string): WellspringError {
  return new WellspringError('GOLDEN_WRITE_REFUSED', `The golden source refuses ${what}`);
}
