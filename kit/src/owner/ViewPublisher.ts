import { JetStreamApiError } from '@nats-io/jetstream';
import { LRUCache } from 'lru-cache';
import type { Bus } from '../bus/Bus.ts';
import { fromHeaders, toHeaders } from '../bus/headers.ts';
import { toToken, viewSubject, viewsStream } from '../bus/subjects.ts';
import { WellspringError } from '../errors/WellspringError.ts';
import { crashPoint, isDueAt } from '../faults/crashPoint.ts';
import { mutated } from '../faults/mutation.ts';
import { isNewer, type Revision } from './Revision.ts';

/** The broker answers this when another message was published to the subject meanwhile. */
const WRONG_LAST_SEQUENCE = 10_071;
const NO_MESSAGE_FOUND = 10_037;
/** How often a publication is tried again after somebody else published to its subject. */
const RACES = 5;

/** One view of one entity at one revision. */
export interface ViewMessage extends Revision {
  readonly view: string;
  readonly id: string;
  readonly at: Date;
  /** undefined: a tombstone */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly traceparent?: string | undefined;
}

/**
 * Publishes views so that a subject never goes back (PROTOCOL.md, "Publishing"): each message names the sequence it
 * expects to be its subject's last. Remembers sequences of the subjects it published; reads the others from the stream.
 */
export class ViewPublisher {
  readonly #bus: Bus;
  readonly #sequences = new LRUCache<string, number>({ max: 50_000 });

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Forgets all sequences: the stream is another one. */
  reset(): void {
    this.#sequences.clear();
  }

  /**
   * @returns true when this call published it, false when the subject holds the same or a newer revision already
   * @throws WellspringError VIEW_TOO_LARGE; the broker's error when it is away
   */
  async publish(message: ViewMessage): Promise<boolean> {
    const { view, id, epoch, rev, data, at, traceparent } = message;
    const { unit, client } = this.#bus;
    const subject = viewSubject(unit, view, id);
    const messageId = `${unit}.${view}.${toToken(id)}.${epoch}.${rev}`;
    const payload = data === undefined ? '' : JSON.stringify(data);
    const limit = (this.#bus.connection.info?.max_payload ?? 1_048_576) - 4_096;
    if (Buffer.byteLength(payload) > limit) {
      throw new WellspringError(
        'VIEW_TOO_LARGE',
        `${unit}.${view} of "${id}" has ${Buffer.byteLength(payload)} bytes; the broker takes ${limit}.`,
      );
    }
    const headers = toHeaders({
      messageId,
      unit,
      type: `view.${unit}.${view}`,
      id,
      at,
      epoch,
      rev,
      gone: data === undefined,
      traceparent,
    });
    // A first revision is most likely the subject's first message: guessing so saves a read, and a wrong guess is refused.
    let expected = this.#sequences.get(subject) ?? (rev === 1 && epoch === 1 ? 0 : undefined);
    if (expected === undefined) {
      const last = await this.#last(subject);
      // Whoever took over while this process was paused may have published more: its sequence is no licence to go back.
      if (last?.revision != null && !isNewer(message, last.revision)) return false;
      expected = last?.sequence ?? 0;
    }
    for (let race = 0; race < RACES; race += 1) {
      try {
        const sent = client.publish(subject, payload, {
          msgID: messageId,
          headers,
          ...(mutated('no-fence') ? {} : { expect: { lastSubjectSequence: expected } }),
        });
        if (isDueAt('before-puback')) await this.#bus.connection.flush();
        crashPoint('before-puback');
        const { seq } = await sent;
        crashPoint('after-puback');
        this.#sequences.set(subject, seq);
        return true;
      } catch (error) {
        if (!(error instanceof JetStreamApiError) || error.code !== WRONG_LAST_SEQUENCE) throw error;
        const last = await this.#last(subject);
        if (last !== null) this.#sequences.set(subject, last.sequence);
        if (last?.revision != null && !isNewer(message, last.revision)) return false;
        expected = last?.sequence ?? 0;
      }
    }
    throw new WellspringError(
      'CONFLICT',
      `${subject} was published ${RACES} times by somebody else meanwhile: is a second relay active?`,
    );
  }

  /** The subject's last message; without a revision when it is none that this owner published there. */
  async #last(subject: string): Promise<{ sequence: number; revision: Revision | null } | null> {
    const type = subject.slice(0, subject.lastIndexOf('.'));
    try {
      const stored = await this.#bus.manager.streams.getMessage(viewsStream(this.#bus.unit), { last_by_subj: subject });
      return stored === null ? null : { sequence: stored.seq, revision: fromHeaders(stored.header, type, subject) };
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return null;
      throw error;
    }
  }
}
