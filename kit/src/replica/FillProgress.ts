import type { ConsumerInfo } from '@nats-io/jetstream';

/** How much of what was pending when a replica began to listen is applied. */
export class FillProgress {
  readonly #total: number;
  /** From which delivery on; a delivery that was repeated does not count. */
  #from: number;
  #acknowledged = 0;
  #whole = false;
  #told = 0;

  /** @param begin the durable as it was when the replica began to listen */
  constructor(begin?: ConsumerInfo) {
    this.#total = begin === undefined ? 1 : begin.num_pending + begin.num_ack_pending;
    this.#from = begin?.ack_floor.consumer_seq ?? 0;
  }

  /** Whether all of it was applied once. */
  get whole(): boolean {
    return this.#whole;
  }

  /** From 0 to 1. */
  get share(): number {
    return this.#whole ? 1 : Math.min(this.#acknowledged / Math.max(this.#total, 1), 0.99);
  }

  get total(): number {
    return this.#total;
  }

  /** Whether as much is acknowledged without a gap as was pending at the start: more came meanwhile, and comes. */
  get reached(): boolean {
    return this.#acknowledged >= this.#total;
  }

  end(): void {
    this.#whole = true;
  }

  /** @returns whether another tenth of a long way is done */
  proceed({ ack_floor, num_redelivered }: ConsumerInfo, longWay: number): boolean {
    if (num_redelivered > 0) this.#from += num_redelivered;
    this.#acknowledged = Math.max(0, ack_floor.consumer_seq - this.#from);
    const tenths = Math.floor(10 * this.share);
    if (this.#total < longWay || tenths <= this.#told) return false;
    this.#told = tenths;
    return true;
  }
}
