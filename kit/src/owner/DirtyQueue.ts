import type { mongo } from 'mongoose';
import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';

/** A stretch that holds less than a batch is made so many times longer. */
const GROWTH = 4;

/**
 * An entity's documents that wait to be published, oldest first. Under a backlog it asks for a stretch of time that holds about one batch: a server that
 * looks at all that fits before it sorts, as SecantusDB does, would look at the whole backlog for each batch.
 */
export class DirtyQueue {
  readonly #collection: OwnedEntity['collection'];
  /** Where the last full batch ended, and how long a stretch the next most likely takes; undefined: all that is due is asked for. */
  #stretch: { readonly from: number; readonly length: number } | undefined;

  constructor({ collection }: OwnedEntity) {
    this.#collection = collection;
  }

  /** The next documents that are due: `size` of them, or all. */
  async take(due: Date, size: number): Promise<StampedDocument[]> {
    const { from, length: expected } = this.#stretch ?? { from: 0, length: Number.POSITIVE_INFINITY };
    this.#stretch = undefined;
    for (let length = expected; ; length *= GROWTH) {
      const until = Math.min(from + length, due.getTime());
      const documents = await this.#read({ '_stamp.dirty': { $lte: new Date(until) } }, size);
      if (documents.length < size && until < due.getTime()) continue;
      const last = documents.at(-1)?._stamp.dirty?.getTime();
      const first = documents[0]?._stamp.dirty?.getTime();
      if (documents.length === size && first !== undefined && last !== undefined)
        this.#stretch = { from: last, length: Math.max(2 * (last - first), 1) };
      return documents;
    }
  }

  /** Documents that were written by a process whose clock is further ahead than that: nobody postponed them. */
  ahead(due: Date, size: number): Promise<StampedDocument[]> {
    return this.#read({ '_stamp.dirty': { $gt: due }, '_stamp.attempts': { $exists: false } }, size);
  }

  #read(waiting: mongo.Filter<StampedDocument>, size: number): Promise<StampedDocument[]> {
    return this.#collection.find(waiting).sort({ '_stamp.dirty': 1 }).limit(size).toArray();
  }
}
