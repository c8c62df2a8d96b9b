import { setTimeout as delay, setImmediate as yieldTurn } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { fromHeaders } from '../bus/headers.ts';
import { digestSubject, isInbox, viewSubject, viewsStream } from '../bus/subjects.ts';
import { isWellspringError, WellspringError } from '../errors/WellspringError.ts';
import type { OwnedEntity, OwnedView, StampedDocument } from '../owner/OwnedEntity.ts';
import { isNewer, type Revision } from '../owner/Revision.ts';
import type { ViewResolver, ViewResult } from '../owner/resolveView.ts';
import { touchUpdate } from '../owner/stamp.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { BucketDigest, contentDigest } from './contentDigest.ts';
import {
  type Bucket,
  type DigestRequest,
  type IdRange,
  type OwnerRow,
  parseDigestRequest,
  type TouchOutcome,
} from './DigestRequest.ts';

/** What the owner's side of the comparison works with. */
export interface DigestResponderOptions {
  readonly bus: Bus;
  readonly entities: readonly OwnedEntity[];
  readonly resolve: ViewResolver;
  /** The unit's epoch now. */
  epoch(): number;
  /** Rings the relay. */
  ring(): void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Live entities a bucket. */
const BUCKET = 200;
/** Buckets an answer: each request is short, and the unit's own work goes on between them. */
const BUCKETS = 5;
/** Live entities of a range that are told at most; the others show in a later comparison. */
const RANGE_LIMIT = 1_000;
/** Documents resolved in one turn of the event loop. */
const TURN = 50;
/** After a batch it rests as long as the batch took, at most this long: half of what it could take is left to others. */
const REST = 250; // ms
/** Requests that wait; more are told to come again. */
const WAITING = 8;
const NO_MESSAGE_FOUND = 10_037;

/**
 * Tells consumers digests of what the owner has now, resolved anew from its documents, and touches the entities they name
 * (PROTOCOL.md, "Drift"). One request at a time, in small batches.
 */
export class DigestResponder {
  readonly #options: DigestResponderOptions;
  readonly #views = new Map<string, { entity: OwnedEntity; view: OwnedView }>();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: DigestResponderOptions) {
    this.#options = options;
    for (const entity of options.entities)
      for (const view of entity.views) this.#views.set(view.name, { entity, view });
  }

  start(): void {
    const { bus, log } = this.#options;
    for (const name of this.#views.keys()) {
      bus.subscribe(
        digestSubject(bus.unit, name),
        (payload, message) => {
          if (message.reply === undefined || !isInbox(message.reply))
            log.warn({ view: name, reply: message.reply }, 'a comparison names no inbox to answer to: it is dropped');
          else if (this.#waiting >= WAITING) message.respond(JSON.stringify({ busy: true }));
          else this.#enqueue(name, payload, message);
        },
        'owner',
      );
    }
  }

  #enqueue(name: string, payload: Uint8Array, message: { respond(data: string): boolean }): void {
    this.#waiting += 1;
    this.#turn = this.#turn.then(async () => {
      try {
        message.respond(JSON.stringify(await this.answer(name, parseDigestRequest(payload))));
      } catch (error) {
        this.#options.log.warn({ err: error, view: name }, 'a comparison could not be answered');
        const code = isWellspringError(error) ? error.code : 'INTERNAL';
        const text = isWellspringError(error) ? error.message : 'the owner failed';
        message.respond(JSON.stringify({ error: { code, message: text } }));
      } finally {
        this.#waiting -= 1;
      }
    });
  }

  /** The answer to one request, as of the majority. */
  async answer(name: string, request: DigestRequest): Promise<object> {
    const found = this.#views.get(name);
    if (found === undefined)
      throw new WellspringError('VIEW_INVALID', `${this.#options.bus.unit} publishes no view "${name}".`);
    const { entity, view } = found;
    if (request.op === 'touch') return { outcomes: await this.#touchAll(found, request.rows) };
    const at = this.#options.clock.now().toISOString();
    if (request.op === 'buckets') return { at, buckets: await this.#buckets(found, request) };
    if ('ids' in request) {
      const documents = await entity.collection.find({ _id: { $in: [...request.ids] } }).toArray();
      const rows = await this.#rows(view, documents, request.fields);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return { at, rows: request.ids.map((id): OwnerRow => byId.get(id) ?? { id, unknown: true }) };
    }
    const rows: OwnerRow[] = [];
    for (let { after } = request; rows.length < RANGE_LIMIT; ) {
      const documents = await this.#live(entity, { after, upTo: request.upTo });
      rows.push(...(await this.#rows(view, documents, request.fields)));
      if (documents.length < BUCKET) break;
      after = documents.at(-1)?._id ?? null;
      await yieldTurn();
    }
    return { at, rows };
  }

  async #buckets(
    { entity, view }: { entity: OwnedEntity; view: OwnedView },
    { fields, after: from }: { fields: readonly string[]; after: string | null },
  ): Promise<Bucket[]> {
    const buckets: Bucket[] = [];
    for (let after = from; buckets.length < BUCKETS; ) {
      const begun = performance.now();
      const documents = await this.#live(entity, { after, upTo: null });
      const bucket = new BucketDigest();
      for (const row of await this.#rows(view, documents, fields)) {
        // What cannot be resolved makes its bucket differ, and is then told by id.
        if ('digest' in row) bucket.add(row);
      }
      const isLast = documents.length < BUCKET;
      after = documents.at(-1)?._id ?? null;
      buckets.push({ upTo: isLast ? null : after, count: bucket.count, digest: bucket.digest() });
      if (isLast) break;
      await delay(Math.min(performance.now() - begun, REST));
    }
    return buckets;
  }

  async #live(entity: OwnedEntity, { after, upTo }: IdRange): Promise<StampedDocument[]> {
    const range = { ...(after === null ? {} : { $gt: after }), ...(upTo === null ? {} : { $lte: upTo }) };
    return entity.collection
      .find({ ...(after === null && upTo === null ? {} : { _id: range }), '_stamp.live': true })
      .sort({ _id: 1 })
      .limit(BUCKET)
      .toArray();
  }

  async #rows(view: OwnedView, documents: readonly StampedDocument[], fields: readonly string[]): Promise<OwnerRow[]> {
    const live = documents.filter(({ _stamp }) => _stamp?.live === true);
    const contents: ViewResult[] = [];
    for (let start = 0; start < live.length; start += TURN) {
      contents.push(...(await this.#options.resolve(view, live.slice(start, start + TURN))));
      await yieldTurn();
    }
    const contentOf = new Map(live.map(({ _id }, index) => [_id, contents[index]]));
    return documents.map(({ _id: id, _stamp }): OwnerRow => {
      if (_stamp === undefined) return { id, unknown: true };
      const { epoch, rev, live: isLive } = _stamp;
      const dirty = _stamp.dirty === undefined ? {} : ({ dirty: true } as const);
      if (isLive !== true) return { id, epoch, rev, gone: true, ...dirty };
      const content = contentOf.get(id);
      if (content === undefined || content instanceof Error)
        return { id, error: isWellspringError(content) ? content.code : 'VIEW_INVALID' };
      const missing = fields.find((field) => !(field in content));
      if (missing !== undefined)
        throw new WellspringError('BAD_INPUT', `Expected fields of the view ${view.name}, got "${missing}".`);
      return { id, epoch, rev, digest: contentDigest(JSON.parse(JSON.stringify(content)), fields), ...dirty };
    });
  }

  async #touchAll(
    found: { entity: OwnedEntity; view: OwnedView },
    rows: readonly (readonly [string, number, number])[],
  ): Promise<Record<string, TouchOutcome>> {
    const outcomes: Record<string, TouchOutcome> = Object.create(null);
    for (const [id, epoch, rev] of rows) outcomes[id] = await this.#touch(found, id, { epoch, rev });
    const touched = Object.values(outcomes).filter((outcome) => outcome === 'touched').length;
    const { log, ring } = this.#options;
    if (touched > 0) {
      log.warn({ view: found.view.name, touched }, 'a consumer found drift: what differs is published again');
      ring();
    }
    return outcomes;
  }

  /** Publishes an entity again, at a revision above every one that is known of it. */
  async #touch(
    { entity, view }: { entity: OwnedEntity; view: OwnedView },
    id: string,
    theirs: Revision,
  ): Promise<TouchOutcome> {
    const { clock, epoch: currentEpoch } = this.#options;
    const document = await entity.collection.findOne({ _id: id });
    const own = document?._stamp;
    if (own?.dirty !== undefined) return 'busy';
    const now = clock.now();
    if (own !== undefined && !isNewer(theirs, own)) {
      const { modifiedCount } = await entity.collection.updateOne(
        asItIs(id, own),
        touchUpdate({ epoch: Math.max(currentEpoch(), own.epoch), now }) as never,
      );
      return modifiedCount === 1 ? 'touched' : 'busy';
    }
    // The consumer is ahead of the document: was that ever published?
    const last = await this.#lastPublished(view, id);
    if (last === null || (own !== undefined && !isNewer(last, own))) return 'unpublished';
    const epoch = Math.max(currentEpoch(), last.epoch);
    const stamp = { rev: last.rev + 1, epoch, at: now, dirty: now };
    if (own === undefined) {
      // Deleted behind the golden source: what is missing is its tombstone.
      const { upsertedCount } = await entity.collection.updateOne(
        { _id: id, '_stamp.rev': { $exists: false } },
        { $setOnInsert: { _stamp: stamp } },
        { upsert: true },
      );
      return upsertedCount === 1 ? 'touched' : 'busy';
    }
    const set = Object.fromEntries(Object.entries(stamp).map(([field, value]) => [`_stamp.${field}`, value]));
    const { modifiedCount } = await entity.collection.updateOne(asItIs(id, own), { $set: set });
    return modifiedCount === 1 ? 'touched' : 'busy';
  }

  async #lastPublished(view: OwnedView, id: string): Promise<Revision | null> {
    const { bus } = this.#options;
    const subject = viewSubject(bus.unit, view.name, id);
    try {
      const stored = await bus.manager.streams.getMessage(viewsStream(bus.unit), { last_by_subj: subject });
      return fromHeaders(stored?.header, `view.${bus.unit}.${view.name}`, subject);
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return null;
      throw error;
    }
  }
}

/** The document at the revision that was read, and with nothing to publish. */
function asItIs(id: string, { epoch, rev }: Revision): Record<string, unknown> & { _id: string } {
  return { _id: id, '_stamp.epoch': epoch, '_stamp.rev': rev, '_stamp.dirty': { $exists: false } };
}
