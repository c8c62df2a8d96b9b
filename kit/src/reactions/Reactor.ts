import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { COLLECTIONS, databaseOf } from '../owner/bookkeeping.ts';
import { Lease } from '../owner/Lease.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { Attempts } from './Attempts.ts';
import { EntityReactor } from './EntityReactor.ts';
import { INBOX } from './inbox.ts';
import { ParkedEvents } from './ParkedEvents.ts';
import type { ReactionEvent } from './Reaction.ts';
import type { ReactionMetrics } from './ReactionMetrics.ts';
import { byEntity, type ReactionPlan } from './ReactionPlan.ts';
import { ReactorSessions } from './ReactorSessions.ts';

/** How reactions are tried. */
export interface ReactionLimits {
  /** Attempts before an event is parked. Default 8. */
  readonly attempts?: number;
  /** How long one attempt may take, in ms. Default 10,000. */
  readonly timeout?: number;
  /** The pause after a failed attempt, in ms; doubled with each. Default 200 to 30,000. */
  readonly retry?: { readonly first: number; readonly last: number };
  /** Reactions to different entities at once. Default 8. */
  readonly width?: number;
  /** How often it is looked for parked events that are to be handled again, in ms. Default 1,000. */
  readonly pollInterval?: number;
  /** The lease's time to live, in ms. Default 5,000. */
  readonly leaseTtl?: number;
}

/** What a reactor works with. */
export interface ReactorOptions extends ReactionLimits {
  readonly plans: readonly ReactionPlan[];
  readonly bus: Bus;
  readonly connection: Connection;
  /** Names this process across restarts; see LeaseOptions. */
  readonly instance?: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ReactionMetrics;
  call(plan: ReactionPlan, event: ReactionEvent, session: mongo.ClientSession): Promise<void>;
  databaseAnswers(): Promise<boolean>;
}

const NAMESPACE_EXISTS = 48;

/** A unit's loop that handles other units' business events (PROTOCOL.md, "Reacting"). One is active a unit. */
export class Reactor {
  readonly #options: Required<Omit<ReactorOptions, 'instance'>>;
  readonly #lease: Lease;
  readonly #parked: ParkedEvents;
  readonly #sessions: ReactorSessions;
  readonly #entities: readonly EntityReactor[];
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: ReactorOptions) {
    const retry = { first: 200, last: 30_000 }; // ms
    this.#options = { attempts: 8, timeout: 10_000, retry, width: 8, pollInterval: 1_000, leaseTtl: 5_000, ...options };
    const { connection, plans, leaseTtl } = this.#options;
    const { instance } = options;
    this.#lease = new Lease(databaseOf(connection).collection(COLLECTIONS.leases), {
      name: 'reactor',
      holder: randomUUID(),
      ...(instance === undefined ? {} : { instance }),
      ttl: leaseTtl,
    });
    this.#parked = new ParkedEvents(connection);
    const failed = new Attempts(connection);
    this.#sessions = new ReactorSessions(connection, this.#options.log);
    this.#entities = byEntity(plans).map(
      (group) =>
        new EntityReactor({
          ...this.#options,
          plans: group,
          parked: this.#parked,
          failed,
          sessions: this.#sessions,
          active: () => this.#lease.held,
        }),
    );
  }

  /** Whether this process is the active one. */
  get active(): boolean {
    return this.#lease.held;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the reactions under way, gives the lease back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#lease.release().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { leaseTtl, log } = this.#options;
    let opened = false;
    let said = false;
    while (!signal.aborted) {
      try {
        if (!opened) await this.#open();
        opened = true;
        if (await this.#lease.hold()) {
          await this.#sessions.endFormer();
          await this.#term();
        }
        said = false;
      } catch (error) {
        if (!said) log.warn({ err: error }, 'reactions wait for the database; no event is lost');
        said = true;
      }
      await delay(leaseTtl / 3, undefined, { signal }).catch(() => undefined);
    }
  }

  /** While the lease is held. */
  async #term(): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, lost.signal]);
    const working = Promise.all(this.#entities.map((entity) => entity.run(signal)));
    try {
      while (!signal.aborted) {
        await delay(this.#options.leaseTtl / 3, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) break;
        // A failed renewal may be repeated for as long as the lease still holds.
        const held = await this.#lease.hold().catch(() => this.#lease.held);
        if (!held) break;
      }
    } finally {
      lost.abort();
      await working;
    }
  }

  async #open(): Promise<void> {
    // A transaction may not create the collections that it writes to on every server.
    await databaseOf(this.#options.connection)
      .createCollection(INBOX)
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
      });
    await this.#parked.open();
  }
}
