import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';

/**
 * An entity's documents that wait to be published, oldest first. Under a backlog it asks for a stretch of time that holds about one batch: a server that
 * looks at all that fits before it sorts, as SecantusDB does, would look at the whole backlog for each batch.
 */
export class DirtyQueue {
  readonly #collection: OwnedEntity['collection'];
  /** Up to when the next batch most likely reaches; undefined: everything that is due is asked for. */
  #until: Date | undefined;

  constructor({ collection }: OwnedEntity) {
    this.#collection = collection;
  }

  /** The next documents that are due: `size` of them, or all. */
  async take(due: Date, size: number): Promise<StampedDocument[]> {
    const until = this.#until;
    this.#until = undefined;
    let documents = until !== undefined && until < due ? await this.#read(until, size) : [];
    if (documents.length < size) documents = await this.#read(due, size);
    const first = documents[0]?._stamp.dirty;
    const last = documents.at(-1)?._stamp.dirty;
    if (documents.length === size && first !== undefined && last !== undefined)
      this.#until = new Date(2 * last.getTime() - first.getTime() + 1);
    return documents;
  }

  #read(until: Date, size: number): Promise<StampedDocument[]> {
    const waiting = { '_stamp.dirty': { $lte: until } };
    return this.#collection.find(waiting).sort({ '_stamp.dirty': 1 }).limit(size).toArray() as never;
  }
}
