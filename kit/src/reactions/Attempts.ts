import type { Connection, mongo } from 'mongoose';
import { databaseOf } from '../owner/bookkeeping.ts';

/** How often an event's reaction failed so far; there while it is neither handled nor parked. */
interface FailedAttempts {
  /** `<handler>:<event id>` */
  _id: string;
  failures: number;
}

export const ATTEMPTS = 'wellspring.attempts';

/**
 * Failed attempts, kept in the database: an event whose handler ends the process is counted too, and parked at last. An attempt is
 * noted as failed before it begins where it may be that one; what goes well takes the note away again.
 */
export class Attempts {
  readonly #collection: mongo.Collection<FailedAttempts>;
  /** What this process knows better: an attempt was noted and its failure was not the event's. */
  readonly #excused = new Map<string, number>();

  constructor(connection: Connection) {
    this.#collection = databaseOf(connection).collection<FailedAttempts>(ATTEMPTS);
  }

  /** Failures so far. */
  async recall(_id: string): Promise<number> {
    const excused = this.#excused.get(_id);
    this.#excused.delete(_id);
    return excused ?? (await this.#collection.findOne({ _id }))?.failures ?? 0;
  }

  async note(_id: string, failures: number): Promise<void> {
    await this.#collection.updateOne({ _id }, { $set: { failures } }, { upsert: true });
  }

  /** The failure that was noted is not the event's: the database was away. */
  excuse(_id: string, failures: number): void {
    this.#excused.set(_id, failures);
  }

  /** It is handled, or parked. */
  async forget(_id: string): Promise<void> {
    await this.#collection.deleteOne({ _id });
  }
}
