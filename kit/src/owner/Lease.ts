import { performance } from 'node:perf_hooks';
import type { mongo } from 'mongoose';
import type { Clock } from '../unit/UnitContext.ts';

interface LeaseDocument {
  _id: string;
  /** The process that holds it. */
  holder: string;
  /** The instance that process is a life of. */
  instance: string;
  until: Date;
}

/** How a lease is kept. */
export interface LeaseOptions {
  /** What is leased: `relay`. */
  readonly name: string;
  /** Who wants it; unique to the process. */
  readonly holder: string;
  /**
   * What outlives the process: a restarted instance takes over the lease of its former life at once, instead of waiting for its end.
   * Default: the holder, that is, no former life.
   */
  readonly instance?: string;
  /** How long it holds without a renewal, in ms. Default 5,000. */
  readonly ttl?: number;
  readonly clock: Clock;
}

const DUPLICATE_KEY = 11_000;

/**
 * The right to be the only active one of a unit, kept in its database. A holder that pauses past the end finds out by its
 * own monotonic clock before it acts; what it had already sent is fenced by the broker's expected sequence.
 */
export class Lease {
  readonly #collection: mongo.Collection<LeaseDocument>;
  readonly #options: Required<LeaseOptions>;
  #validUntil = 0;
  #renewAt = 0;
  /** Until it was held once: afterwards, that the instance holds it means that another life of it took over. */
  #mayTakeOver = true;

  constructor(collection: mongo.Collection<LeaseDocument>, options: LeaseOptions) {
    this.#collection = collection;
    this.#options = { ttl: 5_000, instance: options.holder, ...options };
  }

  /** Whether this process holds it right now, without asking. */
  get held(): boolean {
    return performance.now() < this.#validUntil;
  }

  /** Takes or renews it when that is due. @returns whether it is held */
  async hold(): Promise<boolean> {
    const { name, holder, instance, ttl, clock } = this.#options;
    const asked = performance.now();
    if (asked < this.#renewAt && this.held) return true;
    const now = clock.now();
    try {
      await this.#collection.updateOne(
        { _id: name, $or: [{ holder }, { until: { $lt: now } }, ...(this.#mayTakeOver ? [{ instance }] : [])] },
        { $set: { holder, instance, until: new Date(now.getTime() + ttl) } },
        { upsert: true },
      );
      this.#mayTakeOver = false;
      this.#validUntil = asked + ttl;
      this.#renewAt = asked + ttl / 3;
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      this.#validUntil = 0;
      return false;
    }
  }

  /** Gives it back, so that another process need not wait for its end. */
  async release(): Promise<void> {
    const { name, holder } = this.#options;
    this.#validUntil = 0;
    await this.#collection.deleteOne({ _id: name, holder });
  }
}
