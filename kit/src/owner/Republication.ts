import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Clock } from '../unit/UnitContext.ts';
import { stateOf } from './bookkeeping.ts';
import type { OwnedEntity } from './OwnedEntity.ts';
import { touchUpdate } from './stamp.ts';

/** What a republication works with. */
export interface RepublicationOptions {
  readonly connection: Connection;
  readonly entities: readonly OwnedEntity[];
  readonly clock: Clock;
  readonly log: Logger;
  /** The unit's epoch now. */
  epoch(): number;
  /** Documents touched at once. Default 200. */
  readonly batchSize?: number;
}

/** How far a republication is, as `wellspring.state` keeps it. */
interface Position {
  readonly reason: string;
  readonly startedAt: Date;
  /** Nothing was ever published: what waits to be published needs no touch, whenever it was written. */
  readonly first: boolean;
  /** The entity that is being touched, and the last id that was. */
  readonly entity: string;
  readonly after: string;
  readonly touched: number;
  /** Documents when it began: what the progress is told of. */
  readonly total: number;
}

const ID = 'republication';
/** Ids read at once: a server that walks the whole collection for a part of it, in order, does so rarely. */
const IDS = 10_000;

/**
 * Touches every document of the unit, so that all of them are published again: after the broker lost its data, a view was added or
 * changed, or the unit was restored. One batch a call, by `_id`, and the position is kept in the database: it goes on after a
 * restart, touches nothing twice, and new writes wait behind one batch at most.
 */
export class Republication {
  readonly #options: Required<RepublicationOptions>;
  /** null: there is none; undefined: not read yet. */
  #position: Position | null | undefined;
  /** Ids after the position, of its entity, as far as they are read; what is created meanwhile waits to be published by itself. */
  #next: string[] = [];
  #told = 0;

  constructor(options: RepublicationOptions) {
    this.#options = { batchSize: 200, ...options };
  }

  /** Whether documents are still to be touched, as far as this process knows. */
  get active(): boolean {
    return this.#position != null;
  }

  /** Reads the position again: another process may have been the active one. */
  async recall(): Promise<void> {
    const kept = await stateOf(this.#options.connection).findOne({ _id: ID }, { projection: { _id: 0 } });
    if ((kept as Position | null)?.after !== this.#position?.after) this.#next = [];
    this.#position = kept as Position | null;
  }

  /**
   * Begins with the first batch of documents, whatever was under way.
   * @param first whether nothing of this database was ever published
   */
  async begin(reason: string, first = false): Promise<void> {
    const { entities, connection, clock, log } = this.#options;
    const counts = await Promise.all(entities.map(({ collection }) => collection.countDocuments()));
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return this.#end();
    const entity = entities[0]?.type ?? '';
    const position: Position = { reason, startedAt: clock.now(), first, entity, after: '', touched: 0, total };
    await stateOf(connection).updateOne({ _id: ID }, { $set: { ...position } }, { upsert: true });
    this.#position = position;
    this.#next = [];
    this.#told = 0;
    log.info({ reason, entities: total }, 'publishing every entity again');
    await this.step();
  }

  /** Touches the next batch. @returns how many documents it went over, 0 when there is nothing left to touch */
  async step(): Promise<number> {
    if (this.#position === undefined) await this.recall();
    const { entities, batchSize, log } = this.#options;
    while (this.#position != null) {
      const { entity, after, touched, reason } = this.#position;
      const index = entities.findIndex(({ type }) => type === entity);
      const ids = await this.#idsAfter(entities[index], after, batchSize);
      const last = ids.at(-1);
      if (last !== undefined) {
        await this.#touch(entities[index] as OwnedEntity, ids);
        await this.#keep({ ...this.#position, after: last, touched: touched + ids.length });
        this.#next.splice(0, ids.length);
        this.#tell();
        return ids.length;
      }
      const next = entities[index + 1];
      if (next === undefined) {
        await this.#end();
        log.info({ reason, entities: touched }, 'every entity is touched');
      } else {
        await this.#keep({ ...this.#position, entity: next.type, after: '' });
      }
    }
    return 0;
  }

  async #idsAfter(entity: OwnedEntity | undefined, after: string, limit: number): Promise<string[]> {
    if (this.#next.length === 0 && entity !== undefined) {
      const found = await entity.collection
        .find({ _id: { $gt: after } }, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .limit(IDS)
        .toArray();
      this.#next = found.map(({ _id }) => _id);
    }
    return this.#next.slice(0, limit);
  }

  async #touch({ collection }: OwnedEntity, ids: string[]): Promise<void> {
    const { clock } = this.#options;
    const epoch = this.#options.epoch();
    // What was never published and waits for it needs no touch. All else is touched, whenever it seems to be written: clocks may be wrong.
    const waiting =
      this.#position?.first === true ? { $nor: [{ '_stamp.epoch': epoch, '_stamp.dirty': { $exists: true } }] } : {};
    await collection.updateMany({ _id: { $in: ids }, ...waiting }, touchUpdate({ epoch, now: clock.now() }) as never);
  }

  async #end(): Promise<void> {
    await stateOf(this.#options.connection).deleteOne({ _id: ID });
    this.#position = null;
  }

  async #keep(position: Position): Promise<void> {
    await stateOf(this.#options.connection).updateOne({ _id: ID }, { $set: { ...position } });
    this.#position = position;
  }

  /** Says each tenth that is done. */
  #tell(): void {
    const { touched = 0, total = 0, reason } = this.#position ?? {};
    const tenths = Math.floor((10 * touched) / Math.max(total, 1));
    if (tenths <= this.#told) return;
    this.#told = tenths;
    this.#options.log.info({ reason, touched, total }, 'entities are being published again');
  }
}
