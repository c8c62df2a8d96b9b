import { LRUCache } from 'lru-cache';
import type { mongo } from 'mongoose';
import { WellspringError } from '../errors/WellspringError.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { assertUnsealed } from '../unit/seal.ts';
import type { PendingEvent } from './entitySchema.ts';
import { assertPendingRoom, PENDING_LIMIT, roomFor, tooManyPending } from './pendingLimit.ts';
import {
  LIVE,
  liveFilter,
  refused,
  replacePipeline,
  type StampSource,
  stampUpdate,
  TOMBSTONE,
  tombstonePipeline,
  toPlain,
  withFirstStamp,
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
  /** Epoch and time for the next write. */
  stampSource(): StampSource;
  /** Called after each write; the doorbell. */
  written(session: mongo.ClientSession | undefined): void;
}

/** How often a write that raced a deletion or a creation is tried again. */
const RACES = 4;
const DUPLICATE_KEY = 11_000;

/**
 * The collection of an entity as mongoose sees it: every way in which mongoose can write ends in one of these methods of
 * the MongoDB driver, exactly once, so each write is stamped exactly once (mongoose fires some of its hooks twice, and some
 * never). Deletes become tombstones; reads do not see tombstones. A method that is not here is refused.
 */
export class GoldenCollection {
  readonly #raw: mongo.Collection<Doc>;
  readonly #settings: GoldenSettings;
  /** Revisions of documents that were just created over a tombstone, until `save()` has asked for them; others never ask. */
  readonly #revived = new LRUCache<string, number>({ max: 1_000 });

  constructor(raw: mongo.Collection<Doc>, settings: GoldenSettings) {
    this.#raw = raw;
    this.#settings = settings;
  }

  /** The revision at which a creation over a tombstone landed; forgets it. */
  takeRevived(id: string): number | undefined {
    const rev = this.#revived.get(id);
    this.#revived.delete(id);
    return rev;
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
    const writes = pipeline.find((stage) => '$merge' in stage || '$out' in stage);
    if (writes !== undefined) throw refused(`an aggregation with ${Object.keys(writes)[0]}: write through the model.`);
    const [first, ...rest] = pipeline;
    // These must stand first, so tombstones are left out right after them.
    const mustLead = first !== undefined && ('$geoNear' in first || '$search' in first || '$vectorSearch' in first);
    const stages = mustLead ? [first, { $match: LIVE }, ...rest] : [{ $match: LIVE }, ...pipeline];
    return this.#raw.aggregate(stages, options);
  }

  // Creations

  async insertOne(document: Doc, options: mongo.InsertOneOptions = {}) {
    assertUnsealed('models');
    this.#assertRoom(document);
    const source = this.#settings.stampSource();
    // Inside a transaction a duplicate key would abort everything, so it is looked up first.
    if (options.session?.inTransaction() === true && (await this.#tombstones([document._id], options)).size > 0) {
      return this.#revive(document, options);
    }
    try {
      crashPoint('before-save');
      const result = await this.#raw.insertOne(withFirstStamp(document, source), options);
      this.#settings.written(options.session);
      return result;
    } catch (error) {
      if (!isDuplicateId(error)) throw error;
      return this.#revive(document, options, error);
    }
  }

  async insertMany(documents: readonly Doc[], options: mongo.BulkWriteOptions = {}) {
    const result = await this.bulkWrite(
      documents.map((document) => ({ insertOne: { document } })),
      options,
    );
    const insertedIds = Object.fromEntries(documents.map(({ _id }, index) => [index, _id]));
    return { acknowledged: true, insertedCount: result.insertedCount, insertedIds };
  }

  // Updates

  async updateOne(filter: Doc, update: Update, options: mongo.UpdateOptions = {}) {
    return this.#update('updateOne', filter, update, options);
  }

  async updateMany(filter: Doc, update: Update, options: mongo.UpdateOptions = {}) {
    if (options.upsert === true) throw refused('updateMany with upsert: name the document by _id and use updateOne.');
    return this.#update('updateMany', filter, update, options);
  }

  async findOneAndUpdate(filter: Doc, update: Update, options: mongo.FindOneAndUpdateOptions = {}) {
    return this.#write(filter, options, options.upsert === true, (guard, stamped, rest) =>
      this.#raw.findOneAndUpdate(guard, stamped(update), { ...options, ...rest }),
    );
  }

  async replaceOne(filter: Doc, replacement: Doc, options: mongo.ReplaceOptions = {}) {
    return this.#update('replaceOne', filter, replacement, options);
  }

  async findOneAndReplace(filter: Doc, replacement: Doc, options: mongo.FindOneAndReplaceOptions = {}) {
    if (options.upsert === true) throw refused('findOneAndReplace with upsert: use replaceOne or save().');
    const pipeline = replacePipeline(withoutEvents(replacement), this.#settings.stampSource());
    assertUnsealed('models');
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
    return result;
  }

  // Many at once

  async bulkWrite(operations: readonly BulkOperation[], options: mongo.BulkWriteOptions = {}) {
    assertUnsealed('models');
    const created = operations.flatMap((operation) =>
      'insertOne' in operation ? [operation.insertOne.document._id] : [],
    );
    const tombstones: Tombstones = created.length === 0 ? new Map() : await this.#tombstones(created, options);
    const total = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0 };
    const upsertedIds: Record<number, unknown> = {};
    const insertedIds: Record<number, unknown> = {};
    let failure: unknown;
    let offset = 0;
    for (const { kind, operations: run } of segments(operations, tombstones)) {
      try {
        if (kind === 'upsert') {
          const result = await this.#upsertOperation(run[0] as BulkOperation, options);
          total.matchedCount += result.matchedCount;
          total.modifiedCount += result.modifiedCount;
          total.upsertedCount += result.upsertedCount;
          if (result.upsertedCount > 0) upsertedIds[offset] = result.upsertedId;
        } else {
          const result = await this.#raw.bulkWrite(
            run.map((operation) => this.#translate(operation, tombstones)),
            options,
          );
          if (kind === 'delete') total.deletedCount += result.modifiedCount;
          else if (kind === 'revive') {
            if (result.modifiedCount < run.length) throw this.#raced();
            total.insertedCount += result.modifiedCount;
          } else {
            total.insertedCount += result.insertedCount;
            total.matchedCount += result.matchedCount;
            total.modifiedCount += result.modifiedCount;
          }
        }
        run.forEach((operation, index) => {
          if ('insertOne' in operation) insertedIds[offset + index] = operation.insertOne.document._id;
        });
      } catch (error) {
        failure ??= error;
        if (options.ordered !== false) break;
      }
      offset += run.length;
    }
    this.#settings.written(options.session);
    if (failure !== undefined) throw failure;
    return { ...total, ok: 1, insertedIds, upsertedIds, getWriteErrors: () => [], hasWriteErrors: () => false };
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
    return this.#write(filter, options, options.upsert === true, (guard, stamped, rest) => {
      const merged = { ...options, ...rest } as mongo.UpdateOptions;
      if (method === 'replaceOne') {
        return rest.upsert === true
          ? this.#insertAsUpsert(guard, update as Doc, options)
          : this.#raw.updateOne(
              guard,
              replacePipeline(withoutEvents(update as Doc), this.#settings.stampSource()),
              merged,
            );
      }
      return this.#raw[method](guard, stamped(update), merged);
    });
  }

  /**
   * One stamped write. An upsert needs an `_id`: it is an update where the document lives, a guarded change of the
   * tombstone where there is one, and a creation otherwise; when the document changes between the look and the write, it looks again.
   */
  async #write<T>(
    filter: Doc,
    options: Session,
    upsert: boolean,
    run: (guard: Doc, stamped: (update: Update) => Update, rest: { upsert?: boolean }) => Promise<T>,
  ): Promise<T> {
    assertUnsealed('models');
    const source = this.#settings.stampSource();
    const guarded = filter['_stamp.rev'] !== undefined;
    const stampOf = (update: Update) => stampUpdate(update, source, guarded);
    crashPoint('before-save');
    let result: T;
    if (!upsert) {
      result = await run(liveFilter(filter), stampOf, {});
    } else {
      result = await this.#upsert(filter, options, stampOf, run);
    }
    this.#settings.written(options.session);
    return result;
  }

  async #upsert<T>(
    filter: Doc,
    options: Session,
    stampOf: (update: Update) => Update,
    run: (guard: Doc, stamped: (update: Update) => Update, rest: { upsert?: boolean }) => Promise<T>,
  ): Promise<T> {
    const id: unknown = filter._id;
    if (typeof id !== 'string')
      throw refused(`an upsert of ${this.#settings.entity} without an _id: two of them could create two documents.`);
    for (let race = 0; race < RACES; race += 1) {
      const found = await this.#raw.findOne({ _id: id as never }, { ...sessionOf(options), projection: { _stamp: 1 } });
      try {
        if (found === null) return await run({ ...filter, ...LIVE }, stampOf, { upsert: true });
        const revived = found._stamp?.live !== true;
        const guard = revived ? { _id: id, ...TOMBSTONE, '_stamp.rev': found._stamp?.rev } : liveFilter(filter);
        const result = await run(guard, (update) => (revived ? overTombstone(stampOf(update)) : stampOf(update)), {
          upsert: false,
        });
        if (!missed(result)) return result;
      } catch (error) {
        if (!isDuplicateId(error)) throw error;
      }
    }
    throw new WellspringError(
      'CONFLICT',
      `${this.#settings.entity} "${id}" changed ${RACES} times while it was being upserted, or does not fit the filter.`,
    );
  }

  async #insertAsUpsert(guard: Doc, replacement: Doc, options: Session) {
    const document = { ...toPlain(replacement), _id: guard._id };
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
    const added = recordedOn(document);
    const limit = this.#settings.pendingLimit ?? PENDING_LIMIT;
    const guard = { _id: document._id, ...TOMBSTONE, ...roomFor(added, limit) };
    const revived = await this.#raw.findOneAndUpdate(guard, replacePipeline(document, this.#settings.stampSource()), {
      ...sessionOf(options),
      returnDocument: 'after',
      projection: { _stamp: 1 },
    });
    if (revived === null) {
      const waiting =
        added === 0 ? undefined : (await this.#tombstones([document._id], options)).get(String(document._id));
      if (waiting !== undefined && waiting.pending + added > limit)
        throw tooManyPending(this.#settings.entity, String(document._id), { waiting: waiting.pending, added, limit });
      throw (
        duplicate ??
        new WellspringError('CONFLICT', `${this.#settings.entity} "${String(document._id)}" was created meanwhile.`)
      );
    }
    this.#revived.set(String(document._id), revived._stamp.rev as number);
    this.#settings.written(options.session);
    return { acknowledged: true, insertedId: document._id as unknown };
  }

  /** @throws WellspringError EVENTS_PENDING_LIMIT */
  #assertRoom(document: Doc, waiting = 0): void {
    const { entity, pendingLimit: limit } = this.#settings;
    assertPendingRoom(entity, String(document._id), { waiting, added: recordedOn(document), limit });
  }

  #raced(): WellspringError {
    return new WellspringError(
      'CONFLICT',
      `A ${this.#settings.entity} was created over its tombstone by somebody else meanwhile.`,
    );
  }

  /** Which of the ids are tombstones, with their revisions and how many events wait in them. */
  async #tombstones(ids: readonly unknown[], options: Session): Promise<Tombstones> {
    const rows = await this.#raw
      .find({ _id: { $in: ids as never[] }, ...TOMBSTONE }, { ...sessionOf(options), projection: { _stamp: 1 } })
      .toArray();
    return new Map(
      rows.map(({ _id, _stamp }) => [
        String(_id),
        { rev: _stamp.rev as number, pending: Array.isArray(_stamp.events) ? _stamp.events.length : 0 },
      ]),
    );
  }

  #translate(operation: BulkOperation, tombstones: Tombstones): BulkOperation {
    const source = this.#settings.stampSource();
    if ('insertOne' in operation) {
      const { document } = operation.insertOne;
      const tombstone = tombstones.get(String(document._id));
      this.#assertRoom(document, tombstone?.pending);
      if (tombstone === undefined) return { insertOne: { document: withFirstStamp(document, source) as never } };
      const { rev } = tombstone;
      this.#revived.set(String(document._id), rev + 1);
      const filter = { _id: document._id, ...TOMBSTONE, '_stamp.rev': rev };
      return { updateOne: { filter: filter as never, update: replacePipeline(document, source) } };
    }
    if ('replaceOne' in operation) {
      const { filter, replacement } = operation.replaceOne;
      return {
        updateOne: { filter: liveFilter(filter) as never, update: replacePipeline(withoutEvents(replacement), source) },
      };
    }
    if ('deleteOne' in operation) {
      return {
        updateOne: { filter: liveFilter(operation.deleteOne.filter) as never, update: tombstonePipeline(source) },
      };
    }
    if ('deleteMany' in operation) {
      return {
        updateMany: { filter: liveFilter(operation.deleteMany.filter) as never, update: tombstonePipeline(source) },
      };
    }
    const [kind, body] =
      'updateOne' in operation
        ? (['updateOne', operation.updateOne] as const)
        : (['updateMany', operation.updateMany] as const);
    const update = stampUpdate(body.update as Update, source, (body.filter as Doc)['_stamp.rev'] !== undefined);
    return { [kind]: { ...body, filter: liveFilter(body.filter), update } } as unknown as BulkOperation;
  }

  async #upsertOperation(operation: BulkOperation, options: mongo.BulkWriteOptions) {
    if ('updateOne' in operation) {
      const { filter, update, upsert: _, ...rest } = operation.updateOne;
      return this.updateOne(filter, update as Update, {
        ...sessionOf(options),
        ...(rest as mongo.UpdateOptions),
        upsert: true,
      });
    }
    if ('replaceOne' in operation) {
      const { filter, replacement } = operation.replaceOne;
      return this.replaceOne(filter, replacement, { ...sessionOf(options), upsert: true });
    }
    throw refused('updateMany with upsert: name the document by _id and use updateOne.');
  }
}

/** The collection for mongoose: whatever {@link GoldenCollection} does not define is refused, plain properties are passed on. */
export function guardCollection(golden: GoldenCollection, raw: mongo.Collection<Doc>): mongo.Collection<Doc> {
  return new Proxy(golden as unknown as mongo.Collection<Doc>, {
    get(_, property) {
      const own: unknown = Reflect.get(golden, property, golden);
      if (typeof own === 'function') return own.bind(golden);
      const value: unknown = Reflect.get(raw, property, raw);
      if (typeof value !== 'function') return value;
      return () => {
        throw refused(`${String(property)}() on an entity's collection: it cannot be stamped.`);
      };
    },
  });
}

/** Tombstones by id. */
type Tombstones = ReadonlyMap<string, { readonly rev: number; readonly pending: number }>;

/** How many business events a creation brings along. */
function recordedOn(document: Doc): number {
  const events: unknown = document._stamp?.events;
  return Array.isArray(events) ? events.length : 0;
}

/** No revision guards a replacement, so nothing would limit the events it adds. */
function withoutEvents(replacement: Doc): Doc {
  if (recordedOn(replacement) > 0) throw refused('a replacement with recorded events: use record() and save().');
  return replacement;
}

type Segment = { kind: 'plain' | 'delete' | 'upsert' | 'revive'; operations: BulkOperation[] };

/** Runs of operations that one bulkWrite can carry, in order: the driver counts a run's results as one. */
function segments(operations: readonly BulkOperation[], tombstones: Tombstones): Segment[] {
  const runs: Segment[] = [];
  for (const operation of operations) {
    const kind = kindOf(operation, tombstones);
    const last = runs.at(-1);
    if (last?.kind === kind && kind !== 'upsert') last.operations.push(operation);
    else runs.push({ kind, operations: [operation] });
  }
  return runs;
}

function kindOf(operation: BulkOperation, tombstones: Tombstones): Segment['kind'] {
  if ('deleteOne' in operation || 'deleteMany' in operation) return 'delete';
  if ('insertOne' in operation) return tombstones.has(String(operation.insertOne.document._id)) ? 'revive' : 'plain';
  const body =
    'replaceOne' in operation
      ? operation.replaceOne
      : 'updateOne' in operation
        ? operation.updateOne
        : operation.updateMany;
  return body.upsert === true ? 'upsert' : 'plain';
}

/** An update of a tombstone makes it live; what an insert would have set is set. */
function overTombstone(update: Update): Update {
  if (Array.isArray(update)) return [...update, { $set: { '_stamp.live': true } }];
  const { $setOnInsert, $set, ...rest } = update as Record<string, Doc>;
  return { ...rest, $set: { ...$setOnInsert, ...$set, '_stamp.live': true } } as Update;
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

function isDuplicateId(error: unknown): boolean {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Doc };
  return code === DUPLICATE_KEY && keyPattern !== undefined && '_id' in keyPattern;
}
