import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { stateOf } from '../owner/bookkeeping.ts';
import type { ReplicaPosition } from './ReplicaPosition.ts';
import type { ReplicaPlan } from './ReplicaRow.ts';

/** What a replica's state works with. */
export interface ReplicaStateOptions {
  readonly connection: Connection;
  readonly plan: ReplicaPlan;
  readonly log: Logger;
  /** Whether there are no rows. */
  isEmpty(): Promise<boolean>;
  /** How long the processes of another shape must have been silent until this one takes over again, in ms. Default 20,000. */
  readonly silence?: number;
}

/** The document, as the database holds it. */
interface Known {
  readonly shape?: string;
  readonly generation?: number;
  readonly ready?: boolean;
  readonly asOf?: Date;
  readonly position?: ReplicaPosition;
  readonly whole?: number;
  readonly seen?: Date;
}

/** What became of keeping a position: kept, or why not. */
export type Kept =
  | 'kept'
  /** Processes of another shape fill the replica now. */
  | 'superseded'
  /** The database was set back: what came after this sequence is applied again; 0: everything. */
  | { readonly after: number };

/** How often the position is written while it changes, and looked at while it does not. */
const INTERVAL = { changing: 1_000, still: 5_000 }; // ms
const DUPLICATE_KEY = 11_000;

/**
 * What the consumer's database knows of a replica (`wellspring.state`, `replica:<view>`), beside its rows: one that was set back holds
 * an older state, and so it is noticed. All processes of the unit share it. Those of one shape fill the replica, the ones that were
 * started last (PROTOCOL.md, "Shapes").
 */
export class ReplicaState {
  readonly #options: Required<ReplicaStateOptions>;
  #started = false;
  #anew = false;
  #ready = false;
  #asOf: Date | undefined;
  #generation = 0;
  /** The position that the database holds, as far as this process knows. */
  #kept: ReplicaPosition | undefined;
  #writeAt = 0;
  #lookAt = 0;
  #superseded = false;
  /** When the others of another shape were last seen to be alive, and by what. */
  #others = { sign: '', at: 0 };

  constructor(options: ReplicaStateOptions) {
    this.#options = { silence: 20_000, ...options };
  }

  /** Whether the replica was filled once, in the shape that this process needs. */
  get ready(): boolean {
    return this.#ready && !this.#superseded;
  }

  /** Whether processes of another shape fill the rows: this one only reads. */
  get superseded(): boolean {
    return this.#superseded;
  }

  get asOf(): Date | undefined {
    return this.#asOf;
  }

  /** Rises with each change of shape: of two rows at one revision, the one of the later shape stays. */
  get generation(): number {
    return this.#generation;
  }

  /** Recalls what was known before a restart. */
  async open(): Promise<void> {
    const known = await this.#read();
    // Rows that are lost, or were stored with other fields, do not come by themselves: they were acknowledged.
    const wasApplied = (known?.position?.sequence ?? 0) > 0 || known?.ready === true;
    this.#anew = known?.shape !== this.#options.plan.shape || (wasApplied && (await this.#options.isEmpty()));
    this.#generation = known?.generation ?? 0;
    this.#ready = known?.ready === true && !this.#anew;
    if (this.#ready && known?.asOf instanceof Date) this.#asOf = known.asOf;
  }

  /**
   * Before the stream is listened to: makes this process's shape the one that is filled. Whoever starts does so; who runs already does it
   * only once nobody fills the other shape any more.
   * @returns 'anew' when everything has to be delivered
   */
  async claim(): Promise<'held' | 'anew' | 'superseded'> {
    const { plan, log } = this.#options;
    for (;;) {
      const known = await this.#read();
      if (known?.shape === plan.shape) {
        this.#generation = known.generation ?? 0;
        this.#started = true;
        this.#superseded = false;
        return this.#anew ? 'anew' : 'held';
      }
      if (this.#started && known?.shape !== undefined && !this.#isSilent(known)) {
        if (!this.#superseded)
          log.warn(
            { view: plan.view },
            'processes with other fields fill the replica now: this one reads what fits, and asks the owner for the rest',
          );
        this.#superseded = true;
        return 'superseded';
      }
      if (await this.#takeOver(known)) this.#anew = true;
    }
  }

  /** The position as the database has it now: another process may have begun anew. */
  async position(): Promise<ReplicaPosition | undefined> {
    this.#kept = (await this.#read())?.position;
    return this.#kept;
  }

  /** A durable was created. `anew`: it delivers everything. */
  async begun(position: ReplicaPosition, anew: boolean): Promise<void> {
    await stateOf(this.#options.connection).updateOne(
      { _id: this.#id() },
      {
        $set: { position, ...(anew ? { shape: this.#options.plan.shape, ready: this.#ready } : {}) },
        ...(anew ? { $unset: { whole: 1 } } : {}),
      },
      { upsert: true },
    );
    this.#anew = false;
    this.#kept = position;
  }

  /** Keeps how far it is; not more often than is worth it, unless it is the `last` time. @throws the database's error */
  async keep(position: ReplicaPosition, last = false): Promise<Kept> {
    const now = performance.now();
    const kept = this.#kept;
    if (kept === undefined || this.#superseded) return 'kept';
    const isStill = kept.consumer === position.consumer && kept.sequence >= position.sequence;
    if (isStill ? last || now < this.#lookAt : !last && now < this.#writeAt) return 'kept';
    this.#writeAt = now + INTERVAL.changing;
    this.#lookAt = now + INTERVAL.still;
    // Several processes keep it: it goes up only.
    const { matchedCount } = await stateOf(this.#options.connection).updateOne(
      {
        _id: this.#id(),
        shape: this.#options.plan.shape,
        'position.consumer': position.consumer,
        ...(kept.consumer === position.consumer ? { 'position.sequence': { $gte: kept.sequence } } : {}),
      },
      { $max: { 'position.sequence': position.sequence }, $set: { seen: new Date() } },
    );
    if (matchedCount === 1) {
      this.#kept = isStill ? kept : position;
      return 'kept';
    }
    return this.#explain(kept);
  }

  /** Says where the stream says that it is whole; undefined: it says that it is not. */
  async mark(sequence: number | undefined): Promise<void> {
    await stateOf(this.#options.connection).updateOne(
      { _id: this.#id(), shape: this.#options.plan.shape },
      sequence === undefined ? { $unset: { whole: 1 } } : { $set: { whole: sequence } },
    );
  }

  /** Where the stream says that it is whole, whichever process received that. */
  async whole(): Promise<number | undefined> {
    return (await this.#read())?.whole;
  }

  /** Everything is here. @param asOf up to when, where that is known */
  async caughtUp(asOf: Date | undefined): Promise<void> {
    const isFirst = !this.#ready;
    this.#ready = true;
    if (asOf !== undefined && (this.#asOf === undefined || asOf > this.#asOf)) this.#asOf = asOf;
    if (!isFirst) return;
    this.#options.log.info({ view: this.#options.plan.view }, 'the replica is filled');
    await this.remember();
  }

  async remember(): Promise<void> {
    if (this.#superseded) return;
    const { connection, plan } = this.#options;
    await stateOf(connection).updateOne(
      { _id: this.#id(), shape: plan.shape },
      { $set: { ready: this.#ready, ...(this.#asOf === undefined ? {} : { asOf: this.#asOf }) } },
    );
  }

  async #explain(kept: ReplicaPosition): Promise<Kept> {
    const { plan, log } = this.#options;
    const known = await this.#read();
    if (known !== null && known.shape !== undefined && known.shape !== plan.shape) return 'superseded';
    const stored = known?.position;
    if (stored !== undefined && (stored.consumer !== kept.consumer || stored.sequence >= kept.sequence)) {
      this.#kept = stored; // another process began anew, or is further
      return 'kept';
    }
    const after = stored?.sequence ?? 0;
    log.warn(
      { view: plan.view, after, was: kept.sequence },
      'the database was set back: what was acknowledged since then is delivered again',
    );
    if (stored === undefined) this.#ready = false;
    this.#kept = stored;
    return { after };
  }

  async #takeOver(known: Known | null): Promise<boolean> {
    const { connection, plan, isEmpty } = this.#options;
    const isFirst = known === null && (await isEmpty());
    const generation = isFirst ? 0 : Math.max(Date.now(), (known?.generation ?? 0) + 1);
    const taken = { shape: plan.shape, ready: false, seen: new Date(), ...(generation === 0 ? {} : { generation }) };
    try {
      const { matchedCount, upsertedCount } = await stateOf(connection).updateOne(
        known === null ? { _id: this.#id(), shape: plan.shape } : { _id: this.#id(), shape: known.shape ?? null },
        { $set: taken, $unset: { position: 1, whole: 1, asOf: 1 } },
        { upsert: known === null },
      );
      if (matchedCount + upsertedCount === 0) return false;
    } catch (error) {
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      return false;
    }
    this.#ready = false;
    this.#asOf = undefined;
    this.#kept = undefined;
    return true;
  }

  #isSilent({ generation = 0, seen }: Known): boolean {
    const sign = `${generation} ${seen?.getTime()}`;
    const now = performance.now();
    if (sign !== this.#others.sign) this.#others = { sign, at: now };
    return now - this.#others.at > this.#options.silence;
  }

  async #read(): Promise<Known | null> {
    return (await stateOf(this.#options.connection).findOne({ _id: this.#id() })) as Known | null;
  }

  #id(): string {
    return `replica:${this.#options.plan.view}`;
  }
}
