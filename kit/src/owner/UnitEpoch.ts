import type { Connection } from 'mongoose';
import { loadEpoch, stateOf } from './bookkeeping.ts';

/**
 * The unit's epoch as this process knows it (PROTOCOL.md, "Epochs and restores"). It only rises. A process that hears late of a
 * new one does no harm: a document's epoch never goes down, whoever writes it.
 */
export class UnitEpoch {
  #value = 1;

  get value(): number {
    return this.#value;
  }

  /** Reads it from the database. */
  async load(connection: Connection): Promise<number> {
    return this.heard(await loadEpoch(connection));
  }

  /** Another process of the unit, or the database, says that it is at least this. */
  heard(value: number): number {
    this.#value = Math.max(this.#value, value);
    return this.#value;
  }

  /** A doorbell's payload: empty, or the epoch that another process of the unit raised. */
  hear(payload: Uint8Array): void {
    if (payload.length === 0) return;
    const { epoch } = JSON.parse(Buffer.from(payload).toString('utf8')) as { epoch?: unknown };
    if (Number.isSafeInteger(epoch)) this.heard(epoch as number);
  }

  /** Raises it, in the database first. */
  async raise(connection: Connection, value: number): Promise<void> {
    await stateOf(connection).updateOne({ _id: 'epoch' }, { $max: { value } }, { upsert: true });
    await this.load(connection);
  }
}
