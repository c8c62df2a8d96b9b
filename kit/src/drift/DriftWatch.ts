import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { isInbox, reconcileSubject } from '../bus/subjects.ts';
import { COLLECTIONS, databaseOf, stateOf } from '../owner/bookkeeping.ts';
import { Doorbell } from '../owner/Doorbell.ts';
import { Lease } from '../owner/Lease.ts';
import type { Replica } from '../replica/Replica.ts';
import { type ReplicaRow, replicaCollection } from '../replica/ReplicaRow.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { DriftMetrics } from './DriftMetrics.ts';
import { type DriftReport, emptyReport } from './DriftReport.ts';
import { Reconciler } from './Reconciler.ts';

/** What watching a unit's replicas for drift works with. */
export interface DriftWatchOptions {
  readonly unit: string;
  readonly bus: Bus;
  readonly connection: Connection;
  readonly replicas: readonly Replica[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: ConstructorParameters<typeof DriftMetrics>[0];
  /** Time between two comparisons of all replicas, in ms; 0 turns them off. Default 600,000. */
  readonly interval?: number | undefined;
  /** See ReconcilerOptions. */
  readonly patience?: number;
}

const LEASE_TTL = 60_000; // ms
/** How often it is looked whether a comparison is due, at most, in ms. */
const LOOK = 30_000;

/**
 * Compares all replicas of a unit with their owners: from time to time in one leased process, and when the operator asks
 * (`npm run reconcile`; PROTOCOL.md, "Drift").
 */
export class DriftWatch {
  readonly #options: DriftWatchOptions & { readonly interval: number };
  readonly #metrics: DriftMetrics;
  readonly #lease: Lease;
  readonly #bell = new Doorbell();
  #turn: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(options: DriftWatchOptions) {
    const { interval = 600_000, connection } = options;
    this.#options = { ...options, interval };
    this.#metrics = new DriftMetrics(options.registry);
    const leases = databaseOf(connection).collection(COLLECTIONS.leases);
    this.#lease = new Lease(leases as never, { name: 'drift', holder: randomUUID(), ttl: LEASE_TTL });
  }

  start(): void {
    const { bus, unit, interval, log } = this.#options;
    bus.subscribe(
      reconcileSubject(unit),
      (payload, message) => {
        if (message.reply === undefined || !isInbox(message.reply))
          log.warn({ reply: message.reply }, 'a reconciliation names no inbox to answer to: it is dropped');
        else void this.#answer(payload, message);
      },
      'reconcile',
    );
    if (interval > 0) this.#running ??= this.#run();
  }

  /** Ends a comparison before its next bucket. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    // One that waits for its owner is not waited for.
    await Promise.race([Promise.all([this.#running, this.#turn]), delay(1_000)]);
    await this.#lease.release().catch(() => undefined);
  }

  /** Compares one replica, or all, now. One comparison at a time in a process. */
  compare({ view, repair = true }: { view?: string; repair?: boolean } = {}, goOn = async () => true) {
    const chosen = this.#options.replicas.filter(({ plan }) => view === undefined || plan.view === view);
    const reports = this.#turn.then(async () => {
      const all: DriftReport[] = [];
      for (const replica of chosen) if (!this.#stopping) all.push(await this.#compareOne(replica, repair, goOn));
      return all;
    });
    this.#turn = reports;
    return reports;
  }

  async #compareOne(replica: Replica, repair: boolean, goOn: () => Promise<boolean>): Promise<DriftReport> {
    const { connection, unit, bus, log, patience } = this.#options;
    const { view } = replica.plan;
    try {
      const collection = databaseOf(connection).collection<ReplicaRow>(replicaCollection(view), {
        readConcern: { level: 'majority' },
      });
      const limits = patience === undefined ? {} : { patience };
      const reconciler = new Reconciler({ replica, collection, unit, bus, log, metrics: this.#metrics, ...limits });
      return await reconciler.run({ repair, goOn: async () => !this.#stopping && (await goOn()) });
    } catch (error) {
      if (!this.#stopping) log.warn({ err: error, view }, 'a replica could not be compared with its owner');
      return { ...emptyReport(view), error: error instanceof Error ? error.message : String(error) };
    }
  }

  async #answer(payload: Uint8Array, message: { respond(data: string): boolean }): Promise<void> {
    const { bus, replicas } = this.#options;
    const known = replicas.map(({ plan }) => plan.view);
    let wanted: { view?: string; repair?: boolean };
    try {
      wanted = payload.length === 0 ? {} : (JSON.parse(Buffer.from(payload).toString('utf8')) as typeof wanted);
      if (wanted.view !== undefined && !known.includes(wanted.view))
        throw new Error(`it copies ${known.join(', ') || 'nothing'}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      message.respond(JSON.stringify({ error: `Expected { view, repair } with a view that the unit copies: ${why}.` }));
      return;
    }
    const reports = await this.compare(wanted);
    if (bus.connected) message.respond(JSON.stringify({ reports }));
  }

  async #run(): Promise<void> {
    const { bus, clock, connection, interval, log } = this.#options;
    await bus.ready.catch(() => undefined);
    const begun = clock.now().getTime();
    while (!this.#stopping) {
      await this.#bell.wait(Math.min(interval, LOOK));
      if (this.#stopping || !bus.connected) continue;
      try {
        if (!(await this.#lease.hold())) continue;
        const last = (await stateOf(connection).findOne({ _id: 'drift' }))?.comparedAt;
        const since = last instanceof Date ? last.getTime() : begun;
        if (clock.now().getTime() - since < interval) continue;
        await this.compare({}, () => this.#lease.hold());
        await stateOf(connection).updateOne({ _id: 'drift' }, { $set: { comparedAt: clock.now() } }, { upsert: true });
      } catch (error) {
        log.warn({ err: error }, 'replicas could not be compared with their owners: it is tried again');
      }
    }
  }
}
