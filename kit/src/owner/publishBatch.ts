import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import { errors } from '@nats-io/nats-core';
import { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { toHeaders } from '../bus/headers.ts';
import { eventSubject } from '../bus/subjects.ts';
import { crashPoint, isDueAt } from '../faults/crashPoint.ts';
import { mutated } from '../faults/mutation.ts';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import { inPublishSpan } from '../telemetry/messageSpans.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { AcknowledgedSequence } from './AcknowledgedSequence.ts';
import { REPEATABLE } from './bookkeeping.ts';
import { clearPublished } from './clearPublished.ts';
import type { PendingEvent } from './entitySchema.ts';
import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';
import type { ViewResolver, ViewResult } from './resolveView.ts';
import type { ViewPublisher } from './ViewPublisher.ts';

/** What publishing needs around it. */
export interface PublishTools {
  readonly resolve: ViewResolver;
  readonly bus: Bus;
  readonly publisher: ViewPublisher;
  readonly events: mongo.Collection<{ _id: string }>;
  /** What the events stream acknowledged. */
  readonly acknowledged: AcknowledgedSequence;
  /** The refill of the events stream that is under way. */
  readonly refill: number | undefined;
  /** Keeps what both streams acknowledged in the database. @throws when one of them has lost some of it: nothing may be cleared */
  remember(): Promise<void>;
  /** Renews the lease; false when another process took it. */
  stillActive(): Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
}

const STREAM_NOT_FOUND = 10_059;
/**
 * How far apart the clocks of a unit's processes may be without any delay: the relay takes what is dirty from so far in the future on. A retry is
 * further away by as much.
 */
export const CLOCK_SKEW = 5_000; // ms
/** A document that cannot be published is tried again after 1 s, 2 s, 4 s … up to a minute. */
const retryAfter = (attempts: number): number => Math.min(1_000 * 2 ** attempts, 60_000);

/**
 * Publishes a batch of dirty documents: views, then events, then the archive, then one update a document
 * (PROTOCOL.md, "Publishing", steps 1 to 5). A document that fails gets a retry time; the others go on.
 * @returns false when another process has the lease by now: nothing was published
 * @throws what the broker or the database says when it is away: everything is still dirty and is repeated
 */
export async function publishBatch(
  entity: OwnedEntity,
  documents: readonly StampedDocument[],
  tools: PublishTools,
): Promise<boolean> {
  const live = documents.filter(({ _stamp }) => _stamp.live === true);
  const contents = new Map<string, ViewResult[]>(live.map(({ _id }) => [_id, []]));
  for (const view of entity.views) {
    const results = live.length === 0 ? [] : await tools.resolve(view, live);
    live.forEach(({ _id }, index) => {
      contents.get(_id)?.push(results[index] as ViewResult);
    });
  }
  if (!mutated('no-fence') && !(await tools.stillActive())) return false;
  crashPoint('before-publish');
  /** Where the stream has each event. */
  const sequences = new Map<string, number>();
  const outcomes = await Promise.allSettled(
    documents.map(async (document) => publishOne(entity, document, contents.get(document._id), sequences, tools)),
  );
  const failures = new Map<string, Error>();
  let away: unknown;
  outcomes.forEach((outcome, index) => {
    const document = documents[index] as StampedDocument;
    if (outcome.status === 'fulfilled') return;
    if (belongsToDocument(outcome.reason)) failures.set(document._id, outcome.reason as Error);
    else away ??= outcome.reason;
  });
  if (away !== undefined) throw away;

  const published = documents.filter(({ _id }) => !failures.has(_id));
  const archived = published.flatMap((document) =>
    (document._stamp.events ?? []).map((event) =>
      archiveOperation(entity.type, document, event, { sequence: sequences.get(event.id), refill: tools.refill }),
    ),
  );
  crashPoint('before-archive');
  await Promise.all([
    archived.length > 0 && !mutated('no-archive') ? tools.events.bulkWrite(archived as never[], { ordered: false }) : 0,
    // Before the clearing: what is no longer dirty is known to be in the stream, also after a crash.
    tools.remember(),
  ]);
  crashPoint('after-archive');
  crashPoint('before-clear');
  await clearPublished(entity.collection, published);
  await postpone(entity, documents, failures, tools);
  return true;
}

async function publishOne(
  entity: OwnedEntity,
  document: StampedDocument,
  contents: readonly ViewResult[] | undefined,
  sequences: Map<string, number>,
  tools: PublishTools,
): Promise<void> {
  const { _id: id, _stamp } = document;
  const { rev, epoch, events = [] } = _stamp;
  const at = _stamp.at ?? tools.clock.now();
  const writtenIn = _stamp.traceparent ?? events.at(-1)?.traceparent;
  const failure = contents?.find((content) => content instanceof Error);
  if (failure instanceof Error) throw failure;
  await Promise.all(
    entity.views.map(async ({ name: view, history = false }, index) => {
      const data = contents?.[index] as Readonly<Record<string, unknown>> | undefined;
      const name = `${tools.bus.unit}.${view}`;
      await inPublishSpan(`view.${name}`, writtenIn, async (traceparent) => {
        // First: a revision that consumers saw is in the history.
        if (history) await tools.publisher.history?.publish({ view, id, epoch, rev, at, data, traceparent });
        if (await tools.publisher.publish({ view, id, epoch, rev, at, data, traceparent }))
          tools.metrics.published.inc({ view: name });
      });
    }),
  );
  for (const event of events) {
    const subject = `event.${tools.bus.unit}.${entity.type}.${event.type}`;
    const sequence = await inPublishSpan(subject, event.traceparent, (traceparent) => {
      const traced = traceparent === undefined ? event : { ...event, traceparent };
      return publishEvent(tools.bus, entity.type, id, { epoch, rev }, traced, tools.acknowledged);
    });
    sequences.set(event.id, sequence);
  }
}

/** Publishes one business event; the broker drops it when it has the id already. @returns its sequence in the stream */
export async function publishEvent(
  bus: Bus,
  entity: string,
  id: string,
  revision: { epoch: number; rev: number },
  { id: messageId, type, at, data, traceparent }: PendingEvent,
  acknowledged = new AcknowledgedSequence(),
): Promise<number> {
  const { unit, client } = bus;
  const headers = toHeaders({ messageId, unit, type: `event.${unit}.${type}`, id, at, ...revision, traceparent });
  const sent = acknowledged.follow(
    client.publish(eventSubject(unit, entity, type, id), JSON.stringify(data), { msgID: messageId, headers }),
  );
  if (isDueAt('before-puback')) await bus.connection.flush();
  crashPoint('before-puback');
  const { seq } = await sent;
  crashPoint('after-puback');
  return seq;
}

/**
 * A failure that is the document's own, and not the broker's or the database's being away. What is not known to be an outage
 * counts as the document's: it is tried again later by itself, and holds nobody up.
 */
function belongsToDocument(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.code !== STREAM_NOT_FOUND && error.status < 500;
  return !OUTAGES.some((outage) => error instanceof outage);
}

const OUTAGES = [
  JetStreamError, // no stream takes the subject, or JetStream is not there yet
  errors.TimeoutError,
  errors.NoRespondersError,
  errors.RequestError,
  errors.ConnectionError,
  errors.ClosedConnectionError,
  errors.DrainingConnectionError,
  mongo.MongoError,
];

function archiveOperation(
  entity: string,
  { _id, _stamp: { epoch, rev } }: StampedDocument,
  { id, ...event }: PendingEvent,
  { sequence, refill }: { sequence: number | undefined; refill: number | undefined },
): mongo.AnyBulkWriteOperation {
  const content = {
    ...event,
    entity,
    entityId: _id,
    epoch,
    rev,
    sequence,
    ...(refill === undefined ? {} : { refill }),
  };
  return { updateOne: { filter: { _id: id as never }, update: { $setOnInsert: content }, upsert: true } };
}

/** What could not be published gets a retry time, unless it was written meanwhile. */
async function postpone(
  { type, collection }: OwnedEntity,
  documents: readonly StampedDocument[],
  failures: ReadonlyMap<string, Error>,
  { clock, log, metrics }: PublishTools,
): Promise<void> {
  if (failures.size === 0) return;
  const now = clock.now().getTime();
  const operations = documents.flatMap(({ _id, _stamp: { rev, attempts = 0 } }) => {
    const failure = failures.get(_id);
    if (failure === undefined) return [];
    log.error({ err: failure, entity: type, id: _id, rev }, 'cannot be published; it is tried again later');
    metrics.unpublishable.inc({ entity: type });
    const later = new Date(now + CLOCK_SKEW + retryAfter(attempts));
    const update = { $set: { '_stamp.dirty': later, '_stamp.attempts': attempts + 1 } };
    return [{ updateOne: { filter: { _id, '_stamp.rev': rev }, update } }];
  });
  await collection.bulkWrite(operations as never[], { ordered: false, ...REPEATABLE });
}
