import { mongo } from 'mongoose';
import { BulkTally, savesLost } from './BulkTally.ts';
import type { DocumentStamp } from './DocumentStamp.ts';
import type { GoldenCollection, GoldenSettings, Tombstones } from './GoldenCollection.ts';
import { DUPLICATE_KEY } from './isDuplicateId.ts';
import {
  creationStamp,
  idToUpsert,
  LIVE,
  liveFilter,
  refused,
  replacePipeline,
  type StampSource,
  savedUpdate,
  stampUpdate,
  tombstonePipeline,
  toPlain,
  withFirstStamp,
  withoutEvents,
} from './stamp.ts';

type Doc = mongo.Document;
type Update = mongo.UpdateFilter<Doc> | Doc[];
type BulkOperation = mongo.AnyBulkWriteOperation<Doc>;

/** An operation of the caller, and what is sent in its place. */
interface Item {
  readonly index: number;
  readonly operation: BulkOperation;
  /** What can be sent together: the driver counts the results of one call as one, and a deletion is an update here. */
  group: 'write' | 'delete' | 'alone';
  readonly sent: BulkOperation;
  /** The id of what it creates, if nothing is there. */
  readonly creates?: unknown;
  /** Of a document that is saved. */
  readonly saved?: DocumentStamp;
  /** Of a document that is inserted. */
  readonly first?: DocumentStamp | undefined;
}

/**
 * One bulk write of a golden source. All operations are stamped, or the whole is refused, before anything is sent; then it takes as
 * few calls of the driver as their kinds allow. Creations are tried as such: only where the id was there already it is looked whether a
 * tombstone holds it. (Not in a transaction, which a duplicate key would abort: there they are looked up first.)
 */
export class GoldenBulk {
  readonly #golden: GoldenCollection;
  readonly #raw: mongo.Collection<Doc>;
  readonly #settings: GoldenSettings;
  readonly #options: mongo.BulkWriteOptions;
  readonly #ordered: boolean;
  readonly #tally: BulkTally;
  readonly #saves = { sent: 0, lost: 0 };
  #queue: Item[];

  constructor(
    golden: GoldenCollection,
    raw: mongo.Collection<Doc>,
    settings: GoldenSettings,
    operations: readonly BulkOperation[],
    options: mongo.BulkWriteOptions,
  ) {
    this.#golden = golden;
    this.#raw = raw;
    this.#settings = settings;
    this.#options = options;
    this.#ordered = options.ordered !== false;
    this.#tally = new BulkTally(operations, this.#ordered);
    const source = settings.stampSource();
    this.#queue = operations.map((operation, index) => this.#toItem(operation, index, source));
  }

  async run(): Promise<mongo.BulkWriteResult> {
    if (this.#inTransaction) await this.#setTombstonesApart();
    while (this.#queue.length > 0) {
      const part = this.#nextPart();
      const goesOn = part[0]?.group === 'alone' ? await this.#runAlone(part[0]) : await this.#runTogether(part);
      if (!goesOn) break;
    }
    const result = this.#tally.result();
    if (this.#saves.lost > 0) throw savesLost(this.#settings.entity, this.#saves.lost, this.#saves.sent);
    return result;
  }

  get #inTransaction(): boolean {
    return this.#options.session?.inTransaction() === true;
  }

  /** Ordered: as many as come next of one group. Unordered: all of one group. Takes them from the queue. */
  #nextPart(): Item[] {
    const group = this.#queue[0]?.group;
    if (group === 'alone') return this.#queue.splice(0, 1);
    if (this.#ordered) {
      const end = this.#queue.findIndex((item) => item.group !== group);
      return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
    }
    const part = this.#queue.filter((item) => item.group === group);
    this.#queue = this.#queue.filter((item) => item.group !== group);
    return part;
  }

  /** @returns whether the rest is to be run */
  async #runTogether(part: readonly Item[]): Promise<boolean> {
    try {
      const result = await this.#raw.bulkWrite(
        part.map(({ sent }) => sent),
        this.#options,
      );
      this.#took(part, result);
      return true;
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
      const failed = new Map([error.writeErrors].flat().map((failure) => [failure.index, failure]));
      const end = this.#ordered && failed.size > 0 ? Math.min(...failed.keys()) : part.length;
      this.#took(
        part.filter((_, position) => position < end && !failed.has(position)),
        error.result,
        part,
      );
      return this.#sortOut(part, failed, end);
    }
  }

  /** What failed because its id was there is tried alone; other failures are the caller's. */
  async #sortOut(part: readonly Item[], failed: ReadonlyMap<number, mongo.WriteError>, end: number): Promise<boolean> {
    const again: Item[] = [];
    let stopped = false;
    for (const [position, failure] of failed) {
      const item = part[position] as Item;
      if (failure.code === DUPLICATE_KEY && item.creates !== undefined && !this.#inTransaction) {
        item.group = 'alone';
        again.push(item);
      } else {
        this.#tally.fail(item.index, failure);
        stopped ||= this.#ordered;
      }
    }
    if (stopped) return false;
    if (again.length > 0) {
      this.#queue = [...again, ...(this.#ordered ? part.slice(end + 1) : []), ...this.#queue];
      await this.#setTombstonesApart();
    }
    return true;
  }

  async #runAlone({ index, operation, creates }: Item): Promise<boolean> {
    const { ordered: _, ...options } = this.#options;
    try {
      if ('insertOne' in operation) {
        await this.#golden.insertOne(operation.insertOne.document, options);
        this.#tally.addInsertion();
        this.#tally.inserted(index, creates);
      } else if ('replaceOne' in operation) {
        const { filter, replacement, ...rest } = operation.replaceOne;
        const result = await this.#golden.replaceOne(filter, replacement, {
          ...options,
          ...rest,
        } as mongo.ReplaceOptions);
        this.#tally.addUpdate(index, result as mongo.UpdateResult);
      } else if ('updateOne' in operation) {
        const { filter, update, ...rest } = operation.updateOne;
        const result = await this.#golden.updateOne(
          filter,
          update as Update,
          { ...options, ...rest } as mongo.UpdateOptions,
        );
        this.#tally.addUpdate(index, result);
      }
      return true;
    } catch (error) {
      if (this.#inTransaction) throw error;
      this.#tally.fail(index, error);
      return !this.#ordered;
    }
  }

  /** @param part all that was sent, when it was not all taken: the driver's indexes are its */
  #took(items: readonly Item[], result: mongo.BulkWriteResult, part: readonly Item[] = items): void {
    this.#tally.add(
      result,
      part.map(({ index }) => index),
      items[0]?.group === 'delete',
    );
    for (const { index, first, creates, operation } of items) {
      if (!('insertOne' in operation)) continue;
      this.#tally.inserted(index, creates);
      first?.landedAt(1);
    }
    this.#settle(items, result);
  }

  /** Which saves landed is known only when all did, or when they were alone. */
  #settle(items: readonly Item[], { matchedCount }: mongo.BulkWriteResult): void {
    const saves = items.filter(({ saved }) => saved !== undefined);
    if (saves.length === 0) return;
    this.#saves.sent += saves.length;
    // Updates that are not saves are never together with saves: bulkSave() makes the ones, bulkWrite() the others.
    this.#saves.lost += saves.length - matchedCount;
    if (matchedCount < saves.length) return;
    for (const { saved } of saves) saved?.landedAt((saved.rev ?? 0) + 1);
  }

  async #setTombstonesApart(): Promise<void> {
    const ids = this.#queue.flatMap(({ creates }) => (creates === undefined ? [] : [creates]));
    if (ids.length === 0) return;
    const tombstones: Tombstones = await this.#golden.tombstones(ids, this.#options);
    for (const item of this.#queue) {
      if (item.creates !== undefined && tombstones.has(item.creates)) item.group = 'alone';
    }
  }

  #toItem(operation: BulkOperation, index: number, source: StampSource): Item {
    if ('insertOne' in operation) {
      const document = toPlain(operation.insertOne.document);
      this.#golden.assertRoom(document);
      const sent = { insertOne: { document: withFirstStamp(document, source) as never } };
      return { index, operation, group: 'write', sent, creates: document._id, first: creationStamp(document) };
    }
    if ('deleteOne' in operation || 'deleteMany' in operation) {
      const [kind, body] =
        'deleteOne' in operation
          ? (['updateOne', operation.deleteOne] as const)
          : (['updateMany', operation.deleteMany] as const);
      const update = tombstonePipeline(source);
      const sent = { [kind]: { ...body, filter: liveFilter(body.filter), update } } as unknown as BulkOperation;
      return { index, operation, group: 'delete', sent };
    }
    if ('replaceOne' in operation) {
      const { filter, replacement, upsert, ...rest } = operation.replaceOne;
      const update = replacePipeline(withoutEvents(replacement), source);
      const sent = { updateOne: { ...rest, filter: liveFilter(filter), update } } as unknown as BulkOperation;
      if (upsert !== true) return { index, operation, group: 'write', sent };
      // An upsert by this pipeline would not take the _id from the filter.
      return { index, operation, group: 'alone', sent, creates: idToUpsert(filter, this.#settings.entity) };
    }
    return this.#toUpdate(operation, index, source);
  }

  #toUpdate(operation: BulkOperation, index: number, source: StampSource): Item {
    const many = 'updateMany' in operation;
    const { filter, update, ...rest } = (many ? operation.updateMany : (operation as UpdateOne).updateOne) as Doc;
    const saved = savedUpdate(update as Update, source, this.#settings.pendingLimit);
    if (saved !== undefined) {
      const sent = { updateOne: { ...rest, filter: { ...liveFilter(filter), ...saved.guard }, update: saved.update } };
      return { index, operation, group: 'write', sent: sent as BulkOperation, saved: saved.stamp };
    }
    if (many && rest.upsert === true)
      throw refused('updateMany with upsert: name the document by _id and use updateOne.');
    const body = { ...rest, filter: { ...filter, ...LIVE }, update: stampUpdate(update as Update, source) };
    const sent = { [many ? 'updateMany' : 'updateOne']: body } as unknown as BulkOperation;
    if (rest.upsert !== true) return { index, operation, group: 'write', sent };
    return { index, operation, group: 'write', sent, creates: idToUpsert(filter, this.#settings.entity) };
  }
}

type UpdateOne = Extract<BulkOperation, { updateOne: unknown }>;
