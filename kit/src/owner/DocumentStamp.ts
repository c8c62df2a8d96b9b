import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import { WellspringError } from '../errors/WellspringError.ts';
import type { PendingEvent } from './entitySchema.ts';

interface Held {
  /** The revision the document was loaded or last saved at; absent on one that was never written. */
  readonly rev?: number | undefined;
  /** Events that waited in the database then. */
  readonly waiting?: number;
  /** Recorded on the document and not written yet. */
  readonly events?: readonly PendingEvent[];
  /** What an aborted transaction had written, until one commits. */
  readonly restored?: readonly PendingEvent[];
}

/**
 * What a mongoose document holds at `_stamp`: the revision that its next write is guarded by, and the business events that go with it.
 * mongoose carries it to {@link GoldenCollection} as it is, in an insertion or in a `$set`; so the golden source tells what a document
 * of its own writes from what somebody else put there, which it refuses. It is never stored: see `stampUpdate` and `withFirstStamp`.
 * It does not change (a copy of a document keeps the revision that it was made at), except that a creation says where it landed.
 */
export class DocumentStamp {
  readonly #held: Held;
  #landed: number | undefined;

  constructor(held: Held = {}) {
    this.#held = held;
  }

  get rev(): number | undefined {
    return this.#landed ?? this.#held.rev;
  }

  set rev(_) {
    throw notFromOutside();
  }

  get waiting(): number {
    return this.#held.waiting ?? 0;
  }

  get events(): readonly PendingEvent[] {
    return this.#held.events ?? [];
  }

  set events(_) {
    throw notFromOutside();
  }

  /** The write that carried this landed at that revision. */
  landedAt(rev: number): void {
    this.#landed = rev;
  }

  get landed(): number | undefined {
    return this.#landed;
  }

  /** One to carry in a write, which says for itself whether it landed. */
  toWrite(): DocumentStamp {
    return this.#with({});
  }

  /** After the write that carried this. */
  afterWrite(): DocumentStamp {
    return this.#with({ rev: this.#landed, waiting: this.waiting + this.events.length, events: [] });
  }

  /** After the transaction that wrote it: nothing of it will be repeated. */
  afterCommit(): DocumentStamp {
    return this.#held.restored === undefined ? this : this.#with({ restored: [] });
  }

  /**
   * With one more event.
   * @param repeatable whether a transaction is open: an event that its aborted attempt had written, and that it records again, is the same
   */
  recording(event: PendingEvent, repeatable: boolean): DocumentStamp {
    const restored = repeatable ? (this.#held.restored ?? []) : [];
    const again = restored.find(({ type, data }) => type === event.type && isDeepStrictEqual(data, event.data));
    return again === undefined
      ? this.#with({ events: [...this.events, event] })
      : this.#with({ restored: restored.filter((other) => other !== again) });
  }

  /** As it was before a transaction that was aborted, with the events that were written in it. */
  restoring(written: readonly PendingEvent[]): DocumentStamp {
    return this.#with({ events: written, restored: written });
  }

  #with(held: Held): DocumentStamp {
    return new DocumentStamp({ ...this.#held, rev: this.rev, ...held });
  }

  /** What is seen of it, in a log for example. */
  toJSON(): object {
    return { rev: this.rev, recorded: this.events.length };
  }

  /** The driver asks every object it stores for this. */
  toBSON(): never {
    throw new WellspringError('GOLDEN_WRITE_REFUSED', 'A document’s stamp was about to be stored as it is.');
  }
}

function notFromOutside(): WellspringError {
  return new WellspringError(
    'GOLDEN_WRITE_REFUSED',
    'The golden source refuses a write of _stamp: it is written by the golden source alone.',
  );
}

/** The stamp that a write brings along from its document; anything else at `_stamp` is not one. */
export function carriedStamp(content: mongo.Document | undefined): DocumentStamp | undefined {
  const stamp: unknown = content?._stamp;
  return stamp instanceof DocumentStamp ? stamp : undefined;
}
