import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { watermarkSubject } from '../bus/subjects.ts';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { AcknowledgedSequence } from './AcknowledgedSequence.ts';
import { COLLECTIONS, databaseOf } from './bookkeeping.ts';
import { DirtyQueue } from './DirtyQueue.ts';
import type { Doorbell } from './Doorbell.ts';
import { EventRefill } from './EventRefill.ts';
import { Lease } from './Lease.ts';
import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';
import { CLOCK_SKEW, publishBatch } from './publishBatch.ts';
import { Republication } from './Republication.ts';
import { RestoreWatch } from './RestoreWatch.ts';
import type { ViewResolver } from './resolveView.ts';
import { StreamKeeper } from './StreamKeeper.ts';
import type { UnitEpoch } from './UnitEpoch.ts';
import { ViewPublisher } from './ViewPublisher.ts';

/** What a relay works with. */
export interface RelayOptions {
  readonly bus: Bus;
  readonly connection: Connection;
  readonly entities: readonly OwnedEntity[];
  readonly resolve: ViewResolver;
  readonly bell: Doorbell;
  readonly epoch: UnitEpoch;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  /** Names this process across restarts; see LeaseOptions. */
  readonly instance?: string | undefined;
  /** Documents of one entity taken at once. Default 100. */
  readonly batchSize?: number;
  /** How long the relay sleeps when nothing rings, in ms. Default 1,000. */
  readonly pollInterval?: number;
  /** The lease's time to live, in ms. Default 5,000. */
  readonly leaseTtl?: number;
}

/** A batch grows to this many documents, and this many bytes, while there is a backlog. */
const LARGEST_BATCH = { documents: 500, bytes: 1_048_576 };
/**
 * Under constant writes, each pass would find the few documents that were written during the one before it, and a pass costs the database much the same
 * for one document as for many. So a relay that does not come to rest lets them gather for as long as the last pass took, and for this long at most.
 */
const LONGEST_GATHERING = 100; // ms
const WATERMARK_INTERVAL = 1_000; // ms
/** Over a backlog, counting may take the server long: it is let alone for so many times as long. */
const WATERMARK_SHARE = 10;
/** How often it looks for documents that were written by a process whose clock is further ahead than is tolerated without delay. */
const FAR_LOOK_INTERVAL = 5_000; // ms
/** Documents of one entity that a watermark looks over; a backlog counts as this at most. */
const WATERMARK_SCAN = 10_000;
/** Pauses after a failure of the broker or the database: doubled each time, up to the last. */
const BACKOFF = { first: 200, last: 5_000 }; // ms

/**
 * The owner's loop that publishes what was committed: the dirty index is its queue, hooks and pings only wake it
 * (PROTOCOL.md, "Publishing"). One is active a unit.
 */
export class Relay {
  readonly #options: Required<Omit<RelayOptions, 'instance'>>;
  readonly #lease: Lease;
  readonly #publisher: ViewPublisher;
  readonly #streams: StreamKeeper;
  readonly #republication: Republication;
  readonly #queues: ReadonlyMap<OwnedEntity, DirtyQueue>;
  readonly #acknowledged = new AcknowledgedSequence();
  readonly #refill: EventRefill;
  readonly #events: mongo.Collection<{ _id: string }>;
  #stopping = false;
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;
  /** Documents of one entity taken at once: more under a backlog, which costs less for each. */
  #size: number;
  #lookFarAt = 0;
  /** Whether the last pass published everything that was due. */
  #drained = false;
  /** When the next watermark is due, by a clock that is never set back. */
  #watermarkAt = Number.NEGATIVE_INFINITY;
  /** What the last watermark said. */
  #complete = new Date(0);

  constructor(options: RelayOptions) {
    this.#options = { batchSize: 100, pollInterval: 1_000, leaseTtl: 5_000, ...options };
    this.#size = this.#options.batchSize;
    const { bus, connection, clock, leaseTtl, log, epoch, entities } = this.#options;
    this.#queues = new Map(entities.map((entity) => [entity, new DirtyQueue(entity)]));
    const { instance } = options;
    const database = databaseOf(connection);
    this.#lease = new Lease(database.collection(COLLECTIONS.leases), {
      name: 'relay',
      holder: randomUUID(),
      ...(instance === undefined ? {} : { instance }),
      ttl: leaseTtl,
    });
    this.#events = database.collection(COLLECTIONS.events);
    const restores = new RestoreWatch({ bus, connection, entities, events: this.#events, epoch, clock, log });
    this.#publisher = new ViewPublisher(bus, ({ view, id }, published) => restores.suspect({ view, id, ...published }));
    this.#republication = new Republication({ connection, entities, clock, log, epoch: () => epoch.value });
    const archive = this.#events as never;
    this.#refill = new EventRefill({ bus, connection, events: archive, acknowledged: this.#acknowledged, clock, log });
    this.#streams = new StreamKeeper({
      bus,
      connection,
      entities,
      publisher: this.#publisher,
      acknowledged: this.#acknowledged,
      republication: this.#republication,
      refill: this.#refill,
      restores,
      log,
    });
  }

  /** Whether this process is the active one. */
  get active(): boolean {
    return this.#lease.held;
  }

  start(): void {
    this.#options.bus.watch(
      () => {
        this.#streams.doubt();
        this.#options.bell.ring();
      },
      () => undefined,
    );
    this.#running ??= this.#run();
  }

  /** Finishes what is being published, gives the lease back. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#ending.abort();
    this.#options.bell.ring();
    // With the broker away, what still waits for its answer is not worth waiting for: it stays dirty.
    await Promise.race([this.#running, ...(this.#options.bus.connected ? [] : [delay(300)])]);
    await this.#lease.release().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { bell, log, pollInterval, leaseTtl, bus } = this.#options;
    await bus.ready.catch(() => undefined);
    let pause = 0;
    let rested = true;
    while (!this.#stopping) {
      try {
        if (!bus.connected) {
          await bell.wait(pollInterval);
          continue;
        }
        const before = this.#lease.held;
        if (!(await this.#lease.hold())) {
          // Not on the bell: who is not active would ask for the lease at every write.
          await delay(leaseTtl / 3, undefined, { signal: this.#ending.signal }).catch(() => undefined);
          continue;
        }
        if (!before) this.#streams.takeOver();
        await this.#streams.keep();
        const asOf = this.#options.clock.now();
        const began = performance.now();
        const taken = await this.#pass();
        const took = performance.now() - began;
        pause = 0;
        // One batch after another: what is written meanwhile waits behind one at most.
        const touched = taken < this.#options.batchSize ? await this.#republication.step() : 0;
        // Everything that was due is published, and nothing is to be touched.
        if (this.#drained && touched === 0 && !this.#republication.active)
          await this.#streams.published(() => this.#lease.hold());
        if (touched === 0) await this.#watermark(asOf, taken > 0);
        const refilled = (await this.#lease.hold()) ? await this.#refill.step() : 0;
        if (taken + touched + refilled === 0) await bell.wait(pollInterval);
        else if (!rested && taken < this.#options.batchSize) await this.#gather(took);
        rested = taken + touched + refilled === 0;
      } catch (error) {
        if (pause === 0)
          log.warn({ err: error }, 'the relay waits: what is committed stays dirty and is published later');
        this.#options.metrics.relayFailures.inc();
        this.#streams.doubt();
        pause = Math.min(Math.max(pause * 2, BACKOFF.first), BACKOFF.last);
        await delay(this.#stopping ? 0 : pause);
      }
    }
  }

  async #gather(took: number): Promise<void> {
    const patience = Math.min(took, LONGEST_GATHERING);
    await delay(patience, undefined, { signal: this.#ending.signal }).catch(() => undefined);
  }

  /** Takes one batch of each entity. @returns how many documents it took */
  async #pass(): Promise<number> {
    const { batchSize, clock, resolve, bus, log, metrics } = this.#options;
    const size = this.#size;
    const isFarLook = performance.now() >= this.#lookFarAt;
    if (isFarLook) this.#lookFarAt = performance.now() + FAR_LOOK_INTERVAL;
    let drained = !isFarLook;
    let taken = 0;
    let next = batchSize;
    for (const [entity, queue] of this.#queues) {
      const due = new Date(clock.now().getTime() + CLOCK_SKEW);
      const documents = await (isFarLook ? queue.ahead(due, size) : queue.take(due, size));
      if (documents.length === 0) continue;
      taken += documents.length;
      if (documents.length === size) next = Math.max(next, Math.min(2 * size, largestBatch(documents)));
      const recorded = documents.filter(({ _stamp }) => (_stamp.events?.length ?? 0) > 0);
      await this.#refill.catchUp(
        entity.type,
        recorded.map(({ _id }) => _id),
      );
      const isPublished = await publishBatch(entity, documents, {
        resolve,
        bus,
        publisher: this.#publisher,
        events: this.#events,
        acknowledged: this.#acknowledged,
        refill: this.#refill.current,
        remember: () => this.#streams.remember(),
        stillActive: () => this.#lease.hold(),
        clock,
        log,
        metrics,
      });
      if (!isPublished || documents.length === size) drained = false;
    }
    this.#size = next;
    this.#drained = drained;
    return taken;
  }

  /** Tells consumers up to when everything is published (PROTOCOL.md, "Watermark"). */
  async #watermark(asOf: Date, busy: boolean): Promise<void> {
    const began = performance.now();
    if (began < this.#watermarkAt) return;
    let complete = asOf;
    let backlog = 0;
    for (const { collection } of this.#options.entities) {
      // What waits for a retry was committed but is not published: the watermark stays before it.
      // Grouped there: however many wait, one row comes here.
      const [waiting] = await collection
        .aggregate<{ count: number; first: Date | null }>([
          { $match: { '_stamp.dirty': { $gt: new Date(0) } } },
          { $limit: WATERMARK_SCAN },
          { $group: { _id: null, count: { $sum: 1 }, first: { $min: { $ifNull: ['$_stamp.since', '$_stamp.at'] } } } },
        ])
        .toArray();
      backlog += waiting?.count ?? 0;
      if (waiting?.first instanceof Date && waiting.first < complete) complete = waiting.first;
      // What lies beyond the scan may be older: nothing newer is said than before.
      if (waiting?.count === WATERMARK_SCAN && this.#complete < complete) complete = this.#complete;
    }
    this.#options.metrics.backlog.set(backlog);
    this.#watermarkAt = began + Math.max(WATERMARK_INTERVAL, WATERMARK_SHARE * (performance.now() - began));
    this.#complete = complete;
    if (complete.getTime() === 0) return;
    this.#options.bus.tell(
      watermarkSubject(this.#options.bus.unit),
      JSON.stringify({ at: complete.toISOString(), ...(busy ? { busy } : {}) }),
    );
  }
}

/** How many documents such as these may be held at once. */
function largestBatch(documents: readonly StampedDocument[]): number {
  let bytes = 0;
  for (const document of documents) bytes += mongo.BSON.calculateObjectSize(document);
  return Math.min(LARGEST_BATCH.documents, Math.floor((LARGEST_BATCH.bytes * documents.length) / bytes));
}
