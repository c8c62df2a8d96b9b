import type { mongo } from 'mongoose';
import { WellspringError } from '../errors/WellspringError.ts';
import { mutated } from '../faults/mutation.ts';
import { carriedStamp, type DocumentStamp } from './DocumentStamp.ts';
import type { PendingEvent } from './entitySchema.ts';
import { roomFor } from './pendingLimit.ts';

/** Where and when a write happens: what it is stamped with. */
export interface StampSource {
  readonly epoch: number;
  readonly now: Date;
  /** W3C trace context of the write, where its trace is recorded. */
  readonly traceparent?: string | undefined;
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

/**
 * The document with the stamp of one that never was, and the events that were recorded on it.
 * @throws WellspringError GOLDEN_WRITE_REFUSED when it brings a stamp that is not its own
 */
export function withFirstStamp(document: mongo.Document, source: StampSource): mongo.Document {
  const plain = toPlain(document);
  assertId(plain._id);
  const { epoch, now } = source;
  const events = eventsToWrite(creationStamp(plain), source);
  return {
    ...plain,
    _stamp: { rev: 1, epoch, at: now, live: true, dirty: now, since: now, events, ...traceOf(source) },
  };
}

/**
 * The stamp that a creation or a replacement brings along from its mongoose document, if any.
 * @throws WellspringError GOLDEN_WRITE_REFUSED for any other `_stamp`
 */
export function creationStamp(content: mongo.Document): DocumentStamp | undefined {
  const stamp = carriedStamp(content);
  if (stamp?.rev !== undefined && stamp.landed === undefined)
    throw refused('content with the _stamp of another document. Leave _stamp out.');
  if (stamp === undefined && content._stamp !== undefined)
    throw refused(
      'content with a _stamp: it is written by the golden source alone. Leave _stamp out, and record() events.',
    );
  return stamp;
}

/** The events that go into the document with a write, as parts of its trace. */
export function eventsToWrite(stamp: DocumentStamp | undefined, source?: StampSource): readonly PendingEvent[] {
  return stamp === undefined || mutated('events-outside-document') ? [] : inTraceOf(source, stamp.events);
}

function inTraceOf(source: StampSource | undefined, events: readonly PendingEvent[]): readonly PendingEvent[] {
  const traceparent = source?.traceparent;
  return traceparent === undefined ? events : events.map((event) => ({ ...event, traceparent }));
}

/** What the stamp keeps of the write's trace until it is published. */
function traceOf({ traceparent }: StampSource): { traceparent?: string } {
  return traceparent === undefined ? {} : { traceparent };
}

/** The same for an update: as an operator's field. */
function traceField({ traceparent }: StampSource): mongo.Document {
  return traceparent === undefined ? {} : { '_stamp.traceparent': traceparent };
}

/** No revision guards a replacement, so nothing would limit the events it adds. */
export function withoutEvents(replacement: mongo.Document): mongo.Document {
  if ((creationStamp(toPlain(replacement))?.events.length ?? 0) > 0)
    throw refused('a replacement with recorded events: use record() and save().');
  return replacement;
}

/** @throws WellspringError GOLDEN_WRITE_REFUSED */
export function idToUpsert(filter: mongo.Document, entity: string): string {
  const id: unknown = filter._id?.$eq ?? filter._id;
  if (typeof id === 'string') return id;
  throw refused(`an upsert of ${entity} without an _id: two of them could create two documents.`);
}

/** An id becomes part of a subject, which the broker bounds. */
const ID_LIMIT = 512; // bytes

/** @throws WellspringError GOLDEN_WRITE_REFUSED for an id that could never be published */
export function assertId(id: unknown): asserts id is string {
  if (typeof id === 'string' && id !== '' && Buffer.byteLength(id) <= ID_LIMIT) return;
  throw refused(`an _id that is no text of 1 to ${ID_LIMIT} bytes: it could not be published.`);
}

/** 1 where there was none: an upsert by a pipeline begins with nothing. */
const nextRev = { $add: [{ $ifNull: ['$_stamp.rev', 0] }, 1] };
/** An epoch never goes down: a process may have heard late that the unit was restored. */
const atLeast = (epoch: number) => ({ $max: ['$_stamp.epoch', epoch] });
/** The time of the first write that is not published stays, whatever is written on top of it. */
const firstUnpublished = (now: Date) => ({ $ifNull: ['$_stamp.since', now] });
const pendingEvents = { $ifNull: ['$_stamp.events', []] };

/** Replaces the document by a tombstone that keeps its pending events. */
export function tombstonePipeline(source: StampSource, recorded: readonly PendingEvent[] = []): mongo.Document[] {
  const { epoch, now } = source;
  const events = inTraceOf(source, recorded);
  const stamp = {
    ...traceOf(source),
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
export function replacePipeline(content: mongo.Document, source: StampSource): mongo.Document[] {
  const { _stamp, _id: _, ...fields } = toPlain(content);
  const { epoch, now } = source;
  const recorded = eventsToWrite(creationStamp({ _stamp }), source);
  const stamp = {
    ...traceOf(source),
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

/** The stages of an update pipeline that leave the stamp alone. */
const STAGES_THAT_KEEP = new Set(['$set', '$addFields', '$unset']);

/**
 * Adds the stamp to an update.
 * @throws WellspringError GOLDEN_WRITE_REFUSED when the update would write the stamp or lose it
 */
export function stampUpdate(update: Update, source: StampSource): Update {
  const { epoch, now } = source;
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
          ...traceField(source),
        },
      },
    ];
  }
  const operators = update as Operators;
  assertNoStamp(operators);
  return {
    ...operators,
    $set: { ...operators.$set, '_stamp.at': now, '_stamp.dirty': now, ...traceField(source) },
    $max: { ...operators.$max, '_stamp.epoch': epoch },
    $min: { ...operators.$min, '_stamp.since': now },
    $inc: { ...operators.$inc, '_stamp.rev': 1 },
  } as Update;
}

/** The write of `save()`: its update carries the document's stamp. */
export interface SavedUpdate {
  readonly stamp: DocumentStamp;
  /** Part of the filter: the revision that the document was loaded at, and room for its events. */
  readonly guard: mongo.Document;
  readonly update: Update;
}

/** The update of a `save()`, stamped and guarded; undefined when the update is not one. */
export function savedUpdate(update: Update, source: StampSource, pendingLimit?: number): SavedUpdate | undefined {
  const { $set, $push, ...operators } = update as Operators;
  const stamp = carriedStamp($set);
  if ($set === undefined || stamp === undefined) return undefined;
  const { _stamp, ...fields } = $set;
  const events = eventsToWrite(stamp, source);
  const stamped = stampUpdate({ ...operators, $set: fields, ...($push === undefined ? {} : { $push }) }, source);
  return {
    stamp,
    guard: { '_stamp.rev': stamp.rev, ...roomFor(events.length, pendingLimit) },
    update:
      events.length === 0
        ? stamped
        : ({ ...stamped, $push: { ...$push, '_stamp.events': { $each: events } } } as mongo.Document),
  };
}

type Operators = Record<string, mongo.Document>;

function assertNoStamp(operators: Operators): void {
  for (const [operator, fields] of Object.entries(operators)) {
    if (!operator.startsWith('$')) throw refused('an update without operators. Use replaceOne.');
    const paths = operator === '$rename' ? [...Object.keys(fields), ...Object.values(fields)] : Object.keys(fields);
    const field = paths.find((path) => path === '_stamp' || String(path).startsWith('_stamp.'));
    if (field !== undefined)
      throw refused(`${operator} of ${field}. The stamp is written by the golden source alone; record() adds events.`);
  }
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
