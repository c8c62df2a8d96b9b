import { performance } from 'node:perf_hooks';
import type { mongo } from 'mongoose';

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
}

const DUPLICATE_KEY = 11_000;

/**
 * The right to be the only active one of a unit, kept in its database. When it ends is decided by the database server's clock, and whether it is still held
 * by the holder's own monotonic one: clocks of the unit's processes may be wrong by any amount. A holder that pauses past the end finds
 * out by itself before it acts; what it had already sent is fenced by the broker's expected sequence.
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
    const asked = performance.now();
    if (asked < this.#renewAt && this.held) return true;
    const { ttl } = this.#options;
    if (!(await this.#take())) {
      this.#validUntil = 0;
      return false;
    }
    this.#mayTakeOver = false;
    this.#validUntil = asked + ttl;
    this.#renewAt = asked + ttl / 3;
    return true;
  }

  /** One update decides, and leaves the lease as it is where another holds it. @returns whether this one has it now */
  async #take(): Promise<boolean> {
    const { name, holder, instance, ttl } = this.#options;
    const isFree = {
      $or: [
        { $eq: [{ $type: '$holder' }, 'missing'] },
        { $eq: ['$holder', { $literal: holder }] },
        ...(this.#mayTakeOver ? [{ $eq: ['$instance', { $literal: instance }] }] : []),
        // As numbers: SecantusDB does not compare a stored date with $$NOW.
        { $lt: [{ $toLong: '$until' }, { $toLong: '$$NOW' }] },
      ],
    };
    const taken = {
      _id: { $literal: name },
      holder: { $literal: holder },
      instance: { $literal: instance },
      until: { $add: ['$$NOW', ttl] },
    };
    try {
      const lease = await this.#collection.findOneAndUpdate(
        { _id: name },
        [{ $replaceWith: { $cond: [isFree, taken, '$$ROOT'] } }],
        { upsert: true, returnDocument: 'after' },
      );
      return lease?.holder === holder;
    } catch (error) {
      // Another one created it at the same time.
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
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
