import type { mongo } from 'mongoose';
import { WellspringError } from '../errors/WellspringError.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { activeTracer, traced } from '../telemetry/tracing.ts';
import { assertUnsealed } from '../unit/seal.ts';
import type { DocumentStamp } from './DocumentStamp.ts';
import type { PendingEvent } from './entitySchema.ts';
import { GoldenBulk } from './GoldenBulk.ts';
import { isDuplicateId } from './isDuplicateId.ts';
import { livePipeline } from './liveJoins.ts';
import { overTombstone } from './overTombstone.ts';
import { assertPendingRoom, PENDING_LIMIT, roomFor, tooManyPending } from './pendingLimit.ts';
import {
  creationStamp,
  eventsToWrite,
  idToUpsert,
  LIVE,
  liveFilter,
  refused,
  replacePipeline,
  type SavedUpdate,
  type StampSource,
  savedUpdate,
  stampUpdate,
  TOMBSTONE,
  tombstonePipeline,
  toPlain,
  withFirstStamp,
  withoutEvents,
} from './stamp.ts';

type Doc = mongo.Document;
type Update = mongo.UpdateFilter<Doc> | Doc[];
type Session = { session?: mongo.ClientSession | undefined };
type BulkOperation = mongo.AnyBulkWriteOperation<Doc>;

/** What the golden source of one entity needs around it. */
export interface GoldenSettings {
  /** GraphQL type name. */
  readonly entity: string;
  /** Business events that may wait in one document. Default 1,000. */
  readonly pendingLimit?: number | undefined;
  /** Whether a collection of this database holds entities: joins see live ones only. Default: none but this does. */
  readonly isEntity?: ((collection: string) => boolean) | undefined;
  /** Epoch and time for the next write. */
  stampSource(): StampSource;
  /** Called after each write; the doorbell. */
  written(session: mongo.ClientSession | undefined): void;
}

/** How often a write that raced a deletion or a creation is tried again. */
const RACES = 4;

/**
 * The collection of an entity as mongoose sees it: every way in which mongoose can write ends in one of these methods of
 * the MongoDB driver, exactly once, so each write is stamped exactly once (mongoose fires some of its hooks twice, and some
 * never). Deletes become tombstones; reads do not see tombstones. A method that is not here is refused.
 */
export class GoldenCollection {
  readonly #raw: mongo.Collection<Doc>;
  readonly #settings: GoldenSettings;

  constructor(raw: mongo.Collection<Doc>, settings: GoldenSettings) {
    this.#raw = raw;
    this.#settings = settings;
  }

  // Reads

  find(filter?: Doc, options?: mongo.FindOptions) {
    assertUnsealed('models');
    return this.#raw.find(liveFilter(filter), options);
  }

  async findOne(filter?: Doc, options?: mongo.FindOptions) {
    assertUnsealed('models');
    return this.#raw.findOne(liveFilter(filter), options);
  }

  async countDocuments(filter?: Doc, options?: mongo.CountDocumentsOptions) {
    assertUnsealed('models');
    return this.#raw.countDocuments(liveFilter(filter), options);
  }

  /** MongoDB's estimate would count tombstones, so this counts. */
  async estimatedDocumentCount(options?: mongo.CountDocumentsOptions) {
    return this.countDocuments({}, options);
  }

  async distinct(field: string, filter?: Doc, options?: mongo.DistinctOptions) {
    assertUnsealed('models');
    return this.#raw.distinct(field, liveFilter(filter), options ?? {});
  }

  aggregate(pipeline: Doc[] = [], options?: mongo.AggregateOptions) {
    assertUnsealed('models');
    const isEntity = (name: string): boolean =>
      name === this.#raw.collectionName || this.#settings.isEntity?.(name) === true;
    return this.#raw.aggregate(livePipeline(pipeline, isEntity), options);
  }

  // Creations

  async insertOne(document: Doc, options: mongo.InsertOneOptions = {}) {
    assertUnsealed('models');
    this.assertRoom(document);
    const first = withFirstStamp(document, this.#settings.stampSource());
    // Inside a transaction a duplicate key would abort everything, so it is looked up first.
    if (options.session?.inTransaction() === true && (await this.tombstones([document._id], options)).size > 0) {
      return this.#revive(document, options);
    }
    try {
      crashPoint('before-save');
      const result = await this.#raw.insertOne(first, options);
      creationStamp(document)?.landedAt(1);
      this.#settings.written(options.session);
      return result;
    } catch (error) {
      if (!isDuplicateId(error) || options.session?.inTransaction() === true) throw error;
      return this.#revive(document, options, error);
    }
  }

  async insertMany(documents: readonly Doc[], options: mongo.BulkWriteOptions = {}) {
    const { insertedCount, insertedIds } = await this.bulkWrite(
      documents.map((document) => ({ insertOne: { document } })),
      options,
    );
    return { acknowledged: true, insertedCount, insertedIds };
  }

  // Updates

  async updateOne(filter: Doc, update: Update, options: mongo.UpdateOptions = {}) {
    const saved = savedUpdate(update, this.#settings.stampSource(), this.#settings.pendingLimit);
    return saved === undefined
      ? this.#update('updateOne', filter, update, options)
      : this.#save(filter, saved, options);
  }

  async updateMany(filter: Doc, update: Update, options: mongo.UpdateOptions = {}) {
    if (options.upsert === true) throw refused('updateMany with upsert: name the document by _id and use updateOne.');
    return this.#update('updateMany', filter, update, options);
  }

  async findOneAndUpdate(filter: Doc, update: Update, options: mongo.FindOneAndUpdateOptions = {}) {
    return this.#write(filter, options, {
      run: (guard, stamped, upsert) => this.#raw.findOneAndUpdate(guard, stamped(update), { ...options, ...upsert }),
      asInserted: (result) => asInserted(result, filter._id, options),
    });
  }

  async replaceOne(filter: Doc, replacement: Doc, options: mongo.ReplaceOptions = {}) {
    return this.#update('replaceOne', filter, replacement, options);
  }

  async findOneAndReplace(filter: Doc, replacement: Doc, options: mongo.FindOneAndReplaceOptions = {}) {
    if (options.upsert === true) throw refused('findOneAndReplace with upsert: use replaceOne or save().');
    assertUnsealed('models');
    const pipeline = replacePipeline(withoutEvents(replacement), this.#settings.stampSource());
    const result = await this.#raw.findOneAndUpdate(
      liveFilter(filter),
      pipeline,
      options as mongo.FindOneAndUpdateOptions,
    );
    this.#settings.written(options.session);
    return result;
  }

  // Deletions

  /** @param options `events` are recorded in the same write */
  async deleteOne(filter: Doc = {}, options: mongo.DeleteOptions & { events?: readonly PendingEvent[] } = {}) {
    return this.#delete('updateOne', filter, options);
  }

  async deleteMany(filter: Doc = {}, options: mongo.DeleteOptions = {}) {
    return this.#delete('updateMany', filter, options);
  }

  async findOneAndDelete(filter: Doc, options: mongo.FindOneAndDeleteOptions = {}) {
    assertUnsealed('models');
    const pipeline = tombstonePipeline(this.#settings.stampSource());
    const result = await this.#raw.findOneAndUpdate(liveFilter(filter), pipeline, {
      ...(options as mongo.FindOneAndUpdateOptions),
      returnDocument: 'before',
    });
    this.#settings.written(options.session);
    if (options.includeResultMetadata === true) delete (result as Doc | null)?.lastErrorObject?.updatedExisting;
    return result;
  }

  // Many at once

  async bulkWrite(operations: readonly BulkOperation[], options: mongo.BulkWriteOptions = {}) {
    assertUnsealed('models');
    const bulk = new GoldenBulk(this, this.#raw, this.#settings, operations, options);
    crashPoint('before-save');
    try {
      return await bulk.run();
    } finally {
      this.#settings.written(options.session);
    }
  }

  // Indexes

  /** Unique indexes hold among live documents only, so that a tombstone blocks nobody. */
  async createIndex(fields: mongo.IndexSpecification, options: mongo.CreateIndexesOptions = {}) {
    if (options.expireAfterSeconds !== undefined) {
      throw refused(
        `a TTL index on ${this.#settings.entity}: an entity that vanishes by time leaves no tombstone. Delete it through the model.`,
      );
    }
    const partial =
      options.unique === true ? { partialFilterExpression: { ...options.partialFilterExpression, ...LIVE } } : {};
    return this.#raw.createIndex(fields, { ...options, ...partial });
  }

  listIndexes() {
    return this.#raw.listIndexes();
  }

  // Private ways

  async #update(
    method: 'updateOne' | 'updateMany' | 'replaceOne',
    filter: Doc,
    update: Update,
    options: mongo.UpdateOptions | mongo.ReplaceOptions,
  ) {
    return this.#write(filter, options, {
      run: async (guard, stamped, upsert) => {
        if (method === 'replaceOne' && upsert.upsert === true)
          return this.#insertAsUpsert(guard, update as Doc, options);
        const change =
          method === 'replaceOne'
            ? replacePipeline(withoutEvents(update as Doc), this.#settings.stampSource())
            : stamped(update);
        const merged = { ...options, ...upsert } as mongo.UpdateOptions;
        return this.#raw[method === 'updateMany' ? method : 'updateOne'](guard, change, merged);
      },
      asInserted: (result) => ({
        ...result,
        matchedCount: 0,
        modifiedCount: 0,
        upsertedCount: 1,
        upsertedId: filter._id as never,
      }),
    });
  }

  async #save(filter: Doc, { stamp, guard, update }: SavedUpdate, options: mongo.UpdateOptions) {
    assertUnsealed('models');
    crashPoint('before-save');
    const result = await this.#raw.updateOne({ ...liveFilter(filter), ...guard }, update, options);
    if (result.matchedCount === 0) await this.#assertRoomIn(filter._id, stamp, options);
    else stamp.landedAt((stamp.rev ?? 0) + 1);
    this.#settings.written(options.session);
    return result;
  }

  /**
   * One stamped write. An upsert needs an `_id`: it is an update where the document lives, a guarded change of the
   * tombstone where there is one, and a creation otherwise; when the document changes between the look and the write, it looks again.
   */
  async #write<T>(filter: Doc, options: Session & { upsert?: boolean | undefined }, way: Way<T>): Promise<T> {
    assertUnsealed('models');
    const source = this.#settings.stampSource();
    const stampOf = (update: Update): Update => stampUpdate(update, source);
    crashPoint('before-save');
    const result = await (options.upsert === true
      ? this.#upsert(filter, options, stampOf, way)
      : way.run(liveFilter(filter), stampOf, {}));
    this.#settings.written(options.session);
    return result;
  }

  async #upsert<T>(filter: Doc, options: Session, stampOf: (update: Update) => Update, way: Way<T>): Promise<T> {
    const id = idToUpsert(filter, this.#settings.entity);
    for (let race = 0; race < RACES; race += 1) {
      const found = await this.#raw.findOne({ _id: id as never }, { ...sessionOf(options), projection: { _stamp: 1 } });
      try {
        if (found === null) return await way.run({ ...filter, ...LIVE }, stampOf, { upsert: true });
        const revives = found._stamp?.live !== true;
        const guard = revives ? { _id: id, ...TOMBSTONE, '_stamp.rev': found._stamp?.rev } : liveFilter(filter);
        const stamped = (update: Update): Update =>
          revives ? overTombstone(stampOf(update), filter) : stampOf(update);
        const result = await way.run(guard, stamped, { upsert: false });
        if (!missed(result)) return revives ? way.asInserted(result) : result;
      } catch (error) {
        if (!isDuplicateId(error) || options.session?.inTransaction() === true) throw error;
      }
    }
    throw new WellspringError(
      'CONFLICT',
      `${this.#settings.entity} "${id}" changed ${RACES} times while it was being upserted, or does not fit the filter.`,
    );
  }

  async #insertAsUpsert(guard: Doc, replacement: Doc, options: Session) {
    const document = { ...toPlain(withoutEvents(replacement)), _id: guard._id };
    await this.#raw.insertOne(withFirstStamp(document, this.#settings.stampSource()), sessionOf(options));
    return { acknowledged: true, matchedCount: 0, modifiedCount: 0, upsertedCount: 1, upsertedId: guard._id as never };
  }

  async #delete(
    method: 'updateOne' | 'updateMany',
    filter: Doc,
    { events, ...options }: mongo.DeleteOptions & { events?: readonly PendingEvent[] },
  ) {
    assertUnsealed('models');
    const pipeline = tombstonePipeline(this.#settings.stampSource(), events);
    crashPoint('before-save');
    const { modifiedCount } = await this.#raw[method](liveFilter(filter), pipeline, options as mongo.UpdateOptions);
    this.#settings.written(options.session);
    return { acknowledged: true, deletedCount: modifiedCount };
  }

  async #revive(document: Doc, options: mongo.InsertOneOptions, duplicate?: unknown) {
    const stamp = creationStamp(toPlain(document));
    const added = eventsToWrite(stamp).length;
    const limit = this.#settings.pendingLimit ?? PENDING_LIMIT;
    const guard = { _id: document._id, ...TOMBSTONE, ...roomFor(added, limit) };
    const revived = await this.#raw.findOneAndUpdate(guard, replacePipeline(document, this.#settings.stampSource()), {
      ...sessionOf(options),
      returnDocument: 'after',
      projection: { _stamp: 1 },
    });
    if (revived === null) {
      const waiting = added === 0 ? undefined : (await this.tombstones([document._id], options)).get(document._id);
      if (waiting !== undefined && waiting.pending + added > limit)
        throw tooManyPending(this.#settings.entity, String(document._id), { waiting: waiting.pending, added, limit });
      throw (
        duplicate ??
        new WellspringError('CONFLICT', `${this.#settings.entity} "${String(document._id)}" was created meanwhile.`)
      );
    }
    stamp?.landedAt(revived._stamp.rev as number);
    this.#settings.written(options.session);
    return { acknowledged: true, insertedId: document._id as unknown };
  }

  /** @throws WellspringError EVENTS_PENDING_LIMIT, GOLDEN_WRITE_REFUSED */
  assertRoom(document: Doc, waiting = 0): void {
    const { entity, pendingLimit: limit } = this.#settings;
    const added = eventsToWrite(creationStamp(toPlain(document))).length;
    assertPendingRoom(entity, String(document._id), { waiting, added, limit });
  }

  /**
   * Tells why a save did not land: others may have recorded events since, or the document was loaded without them.
   * @throws WellspringError EVENTS_PENDING_LIMIT
   */
  async #assertRoomIn(id: unknown, stamp: DocumentStamp, options: Session): Promise<void> {
    if (eventsToWrite(stamp).length === 0) return;
    const filter = liveFilter({ _id: id, '_stamp.rev': stamp.rev });
    const found = await this.#raw.findOne(filter, { ...sessionOf(options), projection: { _stamp: 1 } });
    const { entity, pendingLimit: limit } = this.#settings;
    const waiting = found === null ? 0 : pendingIn(found);
    if (found !== null) assertPendingRoom(entity, String(id), { waiting, added: stamp.events.length, limit });
  }

  /** Which of the ids are tombstones, with their revisions and how many events wait in them. */
  async tombstones(ids: readonly unknown[], options: Session): Promise<Tombstones> {
    const rows = await this.#raw
      .find({ _id: { $in: ids as never[] }, ...TOMBSTONE }, { ...sessionOf(options), projection: { _stamp: 1 } })
      .toArray();
    return new Map(rows.map((row) => [row._id, { rev: row._stamp.rev as number, pending: pendingIn(row) }]));
  }
}

/** The collection for mongoose: whatever {@link GoldenCollection} does not define is refused, plain properties are passed on. */
export function guardCollection(golden: GoldenCollection, raw: mongo.Collection<Doc>): mongo.Collection<Doc> {
  return new Proxy(golden as unknown as mongo.Collection<Doc>, {
    get(_, property) {
      const own: unknown = Reflect.get(golden, property, golden);
      if (typeof own === 'function') {
        const call = own.bind(golden);
        const isWrite = activeTracer() !== undefined && WRITES.has(property);
        return isWrite
          ? (...given: unknown[]) => traced(`commit ${raw.collectionName}`, {}, () => call(...given))
          : call;
      }
      const value: unknown = Reflect.get(raw, property, raw);
      if (typeof value !== 'function') return value;
      return () => {
        throw refused(`${String(property)}() on an entity's collection: it cannot be stamped.`);
      };
    },
  });
}

const WRITES: ReadonlySet<string | symbol> = new Set([
  ...['insertOne', 'insertMany', 'updateOne', 'updateMany', 'findOneAndUpdate', 'replaceOne', 'findOneAndReplace'],
  ...['deleteOne', 'deleteMany', 'findOneAndDelete', 'bulkWrite'],
]);

/** Tombstones by id. */
export type Tombstones = ReadonlyMap<unknown, { readonly rev: number; readonly pending: number }>;

/** A write that may be an upsert. */
interface Way<T> {
  run(guard: Doc, stamped: (update: Update) => Update, upsert: { upsert?: boolean }): Promise<T>;
  /** What the caller is told when a tombstone was made live: to it there was nothing. */
  asInserted(result: T): T;
}

function pendingIn({ _stamp }: Doc): number {
  return Array.isArray(_stamp?.events) ? _stamp.events.length : 0;
}

/** The answer of a findOneAndUpdate that made a tombstone live, as if there had been nothing. */
function asInserted(result: Doc | null, id: unknown, options: mongo.FindOneAndUpdateOptions): never {
  const none = options.returnDocument !== 'after';
  if (options.includeResultMetadata !== true) return (none ? null : result) as never;
  return {
    ...result,
    lastErrorObject: { n: 1, updatedExisting: false, upserted: id },
    value: none ? null : result?.value,
  } as never;
}

function missed(result: unknown): boolean {
  if (result === null) return true;
  const { matchedCount, upsertedCount, lastErrorObject } = result as {
    matchedCount?: number;
    upsertedCount?: number;
    lastErrorObject?: { n?: number }; // includeResultMetadata
  };
  if (lastErrorObject !== undefined) return lastErrorObject.n === 0;
  return matchedCount === 0 && (upsertedCount ?? 0) === 0;
}

function sessionOf({ session }: Session): { session?: mongo.ClientSession } {
  return session === undefined ? {} : { session };
}
