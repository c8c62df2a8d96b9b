import { type Connection, Error as MongooseError, type mongo, Schema } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { WellspringError } from '../errors/WellspringError.ts';
import { mutated } from '../faults/mutation.ts';
import { activeTraceparent } from '../telemetry/tracing.ts';
import { currentScope } from '../unit/requestScope.ts';
import { COLLECTIONS, databaseOf } from './bookkeeping.ts';
import { DocumentStamp } from './DocumentStamp.ts';
import type { EntityModel } from './EntityModel.ts';
import type { EntityDocument, EntitySchema, PendingEvent, Stamp } from './entitySchema.ts';
import { followTransaction, type SaveOptions, type StampedDocument, sessionOf } from './followTransaction.ts';
import { GoldenCollection, type GoldenSettings, guardCollection } from './GoldenCollection.ts';
import { assertPendingRoom } from './pendingLimit.ts';
import { refused } from './stamp.ts';

/** What a model needs of its unit. */
export interface EntityModelSettings extends GoldenSettings {
  /** @throws WellspringError EVENT_INVALID when the unit declares no such event, or the data does not fit it */
  validateEvent(type: string, data: unknown): void;
}

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
  schema.add({ _stamp: { type: Schema.Types.Mixed, default: stampOfNew } } as never);

  schema.post('init', function remember(this: unknown, document: StampedDocument) {
    const stored = document._doc._stamp as Partial<Stamp> | undefined;
    if (stored?.rev === undefined) return;
    document._doc._stamp = new DocumentStamp({ rev: stored.rev, waiting: stored.events?.length ?? 0 });
  } as never);

  /** @throws WellspringError GOLDEN_WRITE_REFUSED, EVENTS_PENDING_LIMIT */
  const stampOf = (document: StampedDocument, what: string): DocumentStamp => {
    const stamp = document._doc._stamp;
    if (stamp === undefined)
      throw refused(`${what} of a ${entity} that was loaded without its _stamp: load the whole document.`);
    const foreign = !(stamp instanceof DocumentStamp) || Object.keys(stamp).length > 0;
    if (foreign || document.directModifiedPaths().some((path) => path.startsWith('_stamp.')))
      throw refused(`${what} of a ${entity} whose _stamp was set: it is written by the golden source alone.`);
    const { waiting, events } = stamp;
    assertPendingRoom(entity, document._id, { waiting, added: events.length, limit: settings.pendingLimit });
    return stamp;
  };

  schema.pre(
    'save',
    builtIn(function stampSave(this: StampedDocument, options?: SaveOptions) {
      const stamp = stampOf(this, 'save()');
      if (!this.isNew && !isToBeSaved(this, stamp, options?.pathsToSave)) return;
      followTransaction(this, stamp, options);
      if (this.isNew) {
        if (stamp.rev !== undefined && stamp.events.length > 0)
          throw refused(`save() of a new ${entity} with the events of another document: record() them on one.`);
        this._doc._stamp = new DocumentStamp({ events: stamp.events });
        return;
      }
      this._doc._stamp = stamp.toWrite();
      this.markModified('_stamp');
      if (Array.isArray(options?.pathsToSave)) options.pathsToSave = [...options.pathsToSave, '_stamp'];
    }) as never,
  );

  schema.post(
    'save',
    builtIn(async function settle(document: StampedDocument) {
      const stamp = document._doc._stamp;
      if (!(stamp instanceof DocumentStamp) || stamp.landed === undefined) return;
      document._doc._stamp = stamp.afterWrite();
      if (!mutated('events-outside-document') || stamp.events.length === 0) return;
      const archive = databaseOf(connection).collection<{ _id: string }>(COLLECTIONS.events);
      await archive.insertMany(
        stamp.events.map(({ id, ...event }) => ({ _id: id, ...event, entity, entityId: document._id })),
      );
    }) as never,
  );

  schema.post(
    'save',
    builtIn(function tell(error: unknown, document: StampedDocument, next: (error?: unknown) => void) {
      next(error instanceof MongooseError.DocumentNotFoundError ? conflict(entity, document._id, error) : error);
    }) as never,
  );

  schema.pre(
    'deleteOne',
    { document: true, query: false },
    builtIn(function guardDelete(this: StampedDocument) {
      const stamp = stampOf(this, 'deleteOne()');
      if (stamp.events.length > 0)
        throw refused('deleteOne() of a document with recorded events: use tombstone(), which writes them.');
      if (stamp.rev === undefined) return;
      followTransaction(this, stamp);
      this.$where = { ...this.$where, '_stamp.rev': stamp.rev };
    }) as never,
  );

  schema.method('record', function record(this: StampedDocument, type: string, data: Record<string, unknown>) {
    settings.validateEvent(type, data);
    const traceparent = activeTraceparent() ?? currentScope()?.traceparent;
    const event: PendingEvent = {
      id: uuid(),
      type,
      at: settings.stampSource().now,
      data,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    const repeatable = sessionOf(this)?.inTransaction() === true;
    this._doc._stamp = stampOf(this, 'record()').recording(event, repeatable);
    if (!this.isNew) this.markModified('_stamp');
  } as never);

  // mongoose's own counts with the version key, which an entity does not have: here the revision is the version.
  schema.method('increment', function increment(this: StampedDocument) {
    if (!this.isNew) this.markModified('_stamp');
    return this;
  } as never);

  schema.method('tombstone', async function tombstone(this: StampedDocument) {
    const stamp = stampOf(this, 'tombstone()');
    if (golden === undefined || stamp.rev === undefined)
      throw refused(`tombstone() of a ${entity} that was never saved.`);
    const session = sessionOf(this);
    followTransaction(this, stamp);
    const { deletedCount } = await golden.deleteOne(
      { _id: this._id, '_stamp.rev': stamp.rev },
      { events: stamp.events, ...(session === undefined ? {} : { session }) },
    );
    if (deletedCount === 0) throw conflict(entity, this._id);
    this._doc._stamp = new DocumentStamp({ rev: stamp.rev });
  } as never);

  const entities = entitiesOf.get(connection) ?? new Set();
  entitiesOf.set(connection, entities.add(entity));
  const model = connection.model<Doc>(entity, schema as never, entity);
  interceptCollection(model.collection, (raw) => {
    // A connection that is opened again has another collection.
    golden = new GoldenCollection(raw, { ...settings, isEntity: (name) => entities.has(name) });
    return guardCollection(golden, raw);
  });
  return model as unknown as EntityModel<Doc>;
}

/** Names of the golden sources of a connection, which are those of their collections. */
const entitiesOf = new WeakMap<Connection, Set<string>>();

/** Each new document has a stamp of its own. mongoose asks for defaults of upserts too, which have no document. */
function stampOfNew(this: unknown): DocumentStamp | undefined {
  return (this as StampedDocument | undefined | null)?.isNew === true ? new DocumentStamp() : undefined;
}

/** Whether a save writes anything: not when all that it was told to save is unchanged. */
function isToBeSaved(document: StampedDocument, { events }: DocumentStamp, paths: unknown): boolean {
  if (events.length > 0) return true;
  return Array.isArray(paths) ? document.isModified(paths) : document.isModified();
}

/** Marks a hook as one that `{ middleware: false }` does not skip, as mongoose marks its own. */
function builtIn<F extends (...parameters: never[]) => unknown>(hook: F): F {
  return Object.assign(hook, { [Symbol.for('mongoose:built-in-middleware')]: true });
}

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
