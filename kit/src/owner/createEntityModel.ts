import { type Connection, Error as MongooseError, type mongo, Schema } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { WellspringError } from '../errors/WellspringError.ts';
import { mutated } from '../faults/mutation.ts';
import { currentScope } from '../unit/requestScope.ts';
import { COLLECTIONS, databaseOf } from './bookkeeping.ts';
import type { EntityModel } from './EntityModel.ts';
import type { EntityDocument, EntitySchema, PendingEvent, Stamp } from './entitySchema.ts';
import { GoldenCollection, type GoldenSettings, guardCollection } from './GoldenCollection.ts';
import { assertPendingRoom } from './pendingLimit.ts';
import { refused } from './stamp.ts';

/** What a model needs of its unit. */
export interface EntityModelSettings extends GoldenSettings {
  /** @throws WellspringError EVENT_INVALID when the unit declares no such event, or the data does not fit it */
  validateEvent(type: string, data: unknown): void;
}

interface Stamped {
  _id: string;
  _stamp?: Stamp;
}
type StampedDocument = import('mongoose').Document<string> & Stamped & { $where: Record<string, unknown> | undefined };

/** The revision a document was loaded at; `save()` is guarded by it. */
const loadedRev = new WeakMap<object, number>();

/**
 * Puts an entity's schema on a connection, as a golden source: every write that mongoose can make is stamped, deletes
 * become tombstones, and `save()` of a document that somebody else changed meanwhile is a coded CONFLICT.
 * @param connection need not be open yet
 */
export function createEntityModel<Doc extends EntityDocument>(
  connection: Connection,
  entitySchema: EntitySchema<Doc>,
  settings: EntityModelSettings,
): EntityModel<Doc> {
  const { entity } = settings;
  const schema = entitySchema.schema.clone();
  for (const [, options] of schema.indexes()) {
    if (options.expireAfterSeconds !== undefined)
      throw refused(`a TTL index on ${entity}: delete through the model, so that a tombstone tells the others.`);
  }
  let golden: GoldenCollection | undefined;
  schema.add({
    _stamp: {
      rev: Number,
      epoch: Number,
      at: Date,
      live: Boolean,
      dirty: Date,
      attempts: Number,
      // No default: mongoose would put it into upserts.
      events: { type: [Schema.Types.Mixed], default: undefined },
    },
  } as never);

  schema.post('init', function remember(this: unknown, document: StampedDocument) {
    const rev = document._stamp?.rev;
    if (rev !== undefined) loadedRev.set(document, rev);
  } as never);

  /** @throws WellspringError EVENTS_PENDING_LIMIT */
  const assertRoom = (document: StampedDocument): void => {
    const added = freshEvents.get(document)?.length ?? 0;
    const waiting = Math.max(0, (document._stamp?.events?.length ?? 0) - added);
    assertPendingRoom(entity, document._id, { waiting, added, limit: settings.pendingLimit });
  };

  schema.pre('save', function guard(this: StampedDocument) {
    assertRoom(this);
    if (this.isNew || !this.isModified()) return;
    const rev = loadedRev.get(this);
    if (rev === undefined)
      throw refused(`save() of a ${entity} that was loaded without its _stamp: load the whole document.`);
    this.set('_stamp.rev', rev + 1);
    this.markModified('_stamp.rev');
    this.$where = { ...this.$where, '_stamp.rev': rev };
  } as never);

  schema.post('save', async function writeEventsOutside(document: StampedDocument) {
    const events = freshEvents.get(document) ?? [];
    if (!mutated('events-outside-document') || events.length === 0) return;
    const archive = databaseOf(connection).collection<{ _id: string }>(COLLECTIONS.events);
    await archive.insertMany(events.map(({ id, ...event }) => ({ _id: id, ...event, entity, entityId: document._id })));
  } as never);

  schema.post('save', function settle(document: StampedDocument) {
    const created = loadedRev.get(document) === undefined;
    const rev = created ? (golden?.takeRevived(document._id) ?? 1) : (document._stamp?.rev ?? 1);
    loadedRev.set(document, rev);
    const { _doc } = document as unknown as { _doc: { _stamp?: Partial<Stamp> } };
    _doc._stamp = { ..._doc._stamp, rev };
    freshEvents.delete(document);
  } as never);

  schema.post('save', function tell(error: unknown, document: StampedDocument, next: (error?: unknown) => void) {
    next(error instanceof MongooseError.DocumentNotFoundError ? conflict(entity, document._id, error) : error);
  } as never);

  schema.pre('deleteOne', { document: true, query: false }, function keepEvents(this: StampedDocument) {
    if (freshEvents.has(this)) {
      throw refused('deleteOne() of a document with recorded events: use tombstone(), which writes them.');
    }
    const rev = loadedRev.get(this);
    if (rev !== undefined) this.$where = { ...this.$where, '_stamp.rev': rev };
  } as never);

  schema.method('record', function record(this: StampedDocument, type: string, data: Record<string, unknown>) {
    settings.validateEvent(type, data);
    const traceparent = currentScope()?.traceparent;
    const event: PendingEvent = {
      id: uuid(),
      type,
      at: settings.stampSource().now,
      data,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    freshEvents.set(this, [...(freshEvents.get(this) ?? []), event]);
    if (mutated('events-outside-document')) return;
    const pending = this.get('_stamp.events') as PendingEvent[] | undefined;
    if (pending === undefined) this.set('_stamp.events', [event]);
    else pending.push(event);
  } as never);

  schema.method('tombstone', async function tombstone(this: StampedDocument) {
    const rev = loadedRev.get(this);
    if (golden === undefined || rev === undefined) throw refused(`tombstone() of a ${entity} that was never saved.`);
    assertRoom(this);
    const session = this.$session();
    const { deletedCount } = await golden.deleteOne(
      { _id: this._id, '_stamp.rev': rev },
      { events: freshEvents.get(this) ?? [], ...(session === null || session === undefined ? {} : { session }) },
    );
    if (deletedCount === 0) throw conflict(entity, this._id);
    freshEvents.delete(this);
  } as never);

  const model = connection.model<Doc>(entity, schema as never, entity);
  interceptCollection(model.collection, (raw) => {
    // A connection that is opened again has another collection.
    golden = new GoldenCollection(raw, settings);
    return guardCollection(golden, raw);
  });
  return model as unknown as EntityModel<Doc>;
}

/** Events recorded on a document and not written yet. */
const freshEvents = new WeakMap<object, PendingEvent[]>();

/** mongoose's collection calls the driver's through `_getCollection()`; this is where the golden source steps in. */
function interceptCollection(
  collection: unknown,
  guard: (raw: mongo.Collection<mongo.Document>) => mongo.Collection<mongo.Document>,
): void {
  const native = collection as { _getCollection(): mongo.Collection<mongo.Document> | null };
  const original = native._getCollection.bind(native);
  let guarded: { raw: unknown; collection: mongo.Collection<mongo.Document> } | undefined;
  native._getCollection = () => {
    const raw = original();
    if (raw === null) return null;
    if (guarded?.raw !== raw) guarded = { raw, collection: guard(raw) };
    return guarded.collection;
  };
}

function conflict(entity: string, id: string, cause?: unknown): WellspringError {
  return new WellspringError(
    'CONFLICT',
    `${entity} "${id}" was changed or deleted by somebody else since it was loaded.`,
    {
      details: { entity, id },
      cause,
    },
  );
}
