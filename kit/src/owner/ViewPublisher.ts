import { JetStreamApiError } from '@nats-io/jetstream';
import { LRUCache } from 'lru-cache';
import type { Bus } from '../bus/Bus.ts';
import { fromHeaders, toHeaders } from '../bus/headers.ts';
import { historyStream, historySubject, toToken, viewSubject, viewsStream } from '../bus/subjects.ts';
import { WellspringError } from '../errors/WellspringError.ts';
import { crashPoint, isDueAt } from '../faults/crashPoint.ts';
import { mutated } from '../faults/mutation.ts';
import { AcknowledgedSequence } from './AcknowledgedSequence.ts';
import { isNewer, type Revision } from './Revision.ts';

/** The broker answers this when another message was published to the subject meanwhile. */
const WRONG_LAST_SEQUENCE = 10_071;
const NO_MESSAGE_FOUND = 10_037;
/** How often a publication is tried again after somebody else published to its subject. */
const RACES = 5;

/** A subject's last message. */
interface Last {
  readonly sequence: number;
  /** null: there is none, or it is no message of this owner. */
  readonly revision: Revision | null;
}
const NOTHING: Last = { sequence: 0, revision: null };

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
  /** Of a publisher of views: the one of their history. */
  readonly history: ViewPublisher | undefined;
  readonly #bus: Bus;
  readonly #kind: 'view' | 'history';
  readonly #onAhead: (message: ViewMessage, published: Revision) => void;
  readonly #lasts = new LRUCache<string, Last>({ max: 50_000 });
  /** What its stream acknowledged. */
  readonly acknowledged = new AcknowledgedSequence();

  /** @param onAhead called when a subject holds a newer revision than the one to publish */
  constructor(
    bus: Bus,
    onAhead: (message: ViewMessage, published: Revision) => void = () => undefined,
    kind: 'view' | 'history' = 'view',
  ) {
    this.#bus = bus;
    this.#onAhead = onAhead;
    this.#kind = kind;
    this.history = kind === 'view' ? new ViewPublisher(bus, undefined, 'history') : undefined;
  }

  /** Forgets all sequences: the stream is another one. */
  reset(): void {
    this.#lasts.clear();
    this.acknowledged.reset();
    this.history?.reset();
  }

  /**
   * @returns true when this call published it, false when the subject holds the same or a newer revision already
   * @throws WellspringError VIEW_TOO_LARGE; the broker's error when it is away
   */
  async publish(message: ViewMessage): Promise<boolean> {
    const { view, id, epoch, rev, data, at, traceparent } = message;
    const { unit, client } = this.#bus;
    const subject = this.#kind === 'view' ? viewSubject(unit, view, id) : historySubject(unit, view, id);
    const messageId = `${unit}.${view}.${toToken(id)}.${epoch}.${rev}`;
    const payload = data === undefined ? '' : JSON.stringify(data);
    const limit = this.#bus.maxPayload;
    if (Buffer.byteLength(payload) > limit) {
      throw new WellspringError(
        'VIEW_TOO_LARGE',
        `${unit}.${view} of "${id}" has ${Buffer.byteLength(payload)} bytes; the broker takes ${limit}.`,
      );
    }
    const headers = toHeaders({
      messageId,
      unit,
      type: `${this.#kind}.${unit}.${view}`,
      id,
      at,
      epoch,
      rev,
      gone: data === undefined,
      traceparent,
    });
    // A first revision is most likely the subject's first message: guessing so saves a read, and a wrong guess is refused.
    let last = this.#lasts.get(subject) ?? (rev === 1 && epoch === 1 ? NOTHING : await this.#last(subject));
    // Whoever took over while this process was paused may have published more: its sequence is no licence to go back.
    if (!mutated('no-fence') && this.#isPublished(message, last)) return false;
    for (let race = 0; race < RACES; race += 1) {
      try {
        const sent = this.acknowledged.follow(
          client.publish(subject, payload, {
            msgID: messageId,
            headers,
            ...(mutated('no-fence') ? {} : { expect: { lastSubjectSequence: last.sequence } }),
          }),
        );
        if (isDueAt('before-puback')) await this.#bus.connection.flush();
        crashPoint('before-puback');
        const { seq } = await sent;
        crashPoint('after-puback');
        this.#lasts.set(subject, { sequence: seq, revision: { epoch, rev } });
        return true;
      } catch (error) {
        if (!(error instanceof JetStreamApiError) || error.code !== WRONG_LAST_SEQUENCE) throw error;
        last = await this.#last(subject);
        this.#lasts.set(subject, last);
        if (this.#isPublished(message, last)) return false;
      }
    }
    throw new WellspringError(
      'CONFLICT',
      `${subject} was published ${RACES} times by somebody else meanwhile: is a second relay active?`,
    );
  }

  #isPublished(message: ViewMessage, { revision }: Last): boolean {
    if (revision === null || isNewer(message, revision)) return false;
    if (isNewer(revision, message)) this.#onAhead(message, revision);
    return true;
  }

  /** The subject's last message; without a revision when it is none that this owner published there. */
  async #last(subject: string): Promise<Last> {
    const type = subject.slice(0, subject.lastIndexOf('.'));
    try {
      const { unit, manager } = this.#bus;
      const stream = this.#kind === 'view' ? viewsStream(unit) : historyStream(unit);
      const stored = await manager.streams.getMessage(stream, { last_by_subj: subject });
      return stored === null ? NOTHING : { sequence: stored.seq, revision: fromHeaders(stored.header, type, subject) };
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE_FOUND) return NOTHING;
      throw error;
    }
  }
}
