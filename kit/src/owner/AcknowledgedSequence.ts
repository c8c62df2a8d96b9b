import type { PubAck } from '@nats-io/jetstream';

/**
 * The highest sequence that a stream acknowledged to this process, and whether it took an earlier one since: a stream's sequences only
 * grow, unless its server lost what it had acknowledged.
 */
export class AcknowledgedSequence {
  #highest = 0;
  #wentBackTo: number | undefined;

  /** 0 before the first. */
  get highest(): number {
    return this.#highest;
  }

  /** The lowest sequence that was given a second time; undefined while none was. */
  get wentBackTo(): number | undefined {
    return this.#wentBackTo;
  }

  /** Follows a publication that was just sent. Call it at once: what is acknowledged by now has to be below its sequence. */
  async follow(sent: Promise<PubAck>): Promise<PubAck> {
    const before = this.#highest;
    const acknowledgement = await sent;
    const { seq, duplicate } = acknowledgement;
    if (!duplicate && seq <= before) this.#wentBackTo = Math.min(seq, this.#wentBackTo ?? seq);
    this.#highest = Math.max(this.#highest, seq);
    return acknowledgement;
  }

  /** What came before counts no longer. */
  reset(highest = 0): void {
    this.#highest = highest;
    this.#wentBackTo = undefined;
  }
}
