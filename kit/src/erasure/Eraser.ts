import { randomUUID } from 'node:crypto';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import type { Bus } from '../bus/Bus.ts';
import { COLLECTIONS, databaseOf } from '../owner/bookkeeping.ts';
import { Doorbell } from '../owner/Doorbell.ts';
import { Lease } from '../owner/Lease.ts';
import type { OwnedEntity } from '../owner/OwnedEntity.ts';
import { tombstonePipeline } from '../owner/stamp.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { dropPending } from './dropPending.ts';
import { type ErasureFact, purgeEntity } from './purgeEntity.ts';

/** What erasing works with. */
export interface EraserOptions {
  readonly bus: Bus;
  readonly connection: Connection;
  /** The event that erases, by entity: `{ Member: 'MemberErased' }`. */
  readonly erasable: Readonly<Record<string, string>>;
  readonly entities: readonly OwnedEntity[];
  /** The unit's epoch now. */
  epoch(): number;
  /** Rings the relay. */
  ring(): void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: Registry;
  /** How often it is looked for entities to erase, in ms. Default 1,000. */
  readonly pollInterval?: number | undefined;
  /** After this long the second pass comes, in ms: longer than a relay may publish after it lost its lease. Default 15,000. */
  readonly secondPassAfter?: number | undefined;
}

/** Erasures taken at once. */
const BATCH = 50;
const LEASE_TTL = 10_000; // ms
/** A relay that was paused may publish after the first pass what it had read before it; the second finds that. */
const PASSES = 2;

/**
 * Removes what was told of entities that are persons and were erased (PROTOCOL.md, "Erasure"). The fact of the erasure in the
 * owner's archive is the to-do: it was written with the tombstone, in one document write, so no crash loses it.
 */
export class Eraser {
  readonly #options: EraserOptions & { readonly pollInterval: number; readonly secondPassAfter: number };
  readonly #archive: mongo.Collection<ErasureFact>;
  readonly #lease: Lease;
  readonly #bell = new Doorbell();
  readonly #erased: Counter<'entity'>;
  /** Said once, until it works again. */
  readonly #failing = new Set<string>();
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(options: EraserOptions) {
    const { connection, registry, pollInterval = 1_000, secondPassAfter = 15_000 } = options;
    this.#options = { ...options, pollInterval, secondPassAfter };
    const database = databaseOf(connection);
    this.#archive = database.collection<ErasureFact>(COLLECTIONS.events);
    const leases = database.collection(COLLECTIONS.leases);
    this.#lease = new Lease(leases as never, { name: 'erasure', holder: randomUUID(), ttl: LEASE_TTL });
    this.#erased = new Counter({
      name: 'wellspring_erased_total',
      help: 'Entities of which everything that was told is removed, both passes',
      labelNames: ['entity'],
      registers: [registry],
    });
  }

  start(): void {
    if (Object.keys(this.#options.erasable).length > 0) this.#running ??= this.#run();
  }

  /** Finishes the erasure under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    await this.#running;
    await this.#lease.release().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { bus, log, pollInterval } = this.#options;
    await bus.ready.catch(() => undefined);
    let prepared = false;
    let said = false;
    while (!this.#stopping) {
      try {
        if (bus.connected && (await this.#lease.hold())) {
          if (!prepared) await this.#prepare();
          prepared = true;
          await this.#pass();
          said = false;
        }
      } catch (error) {
        if (!said && !this.#stopping) log.warn({ err: error }, 'erasures wait for the database');
        said = true;
      }
      await this.#bell.wait(pollInterval);
    }
  }

  async #prepare(): Promise<void> {
    await this.#archive.createIndex({ type: 1, purges: 1 }, { name: 'wellspring_erasures' });
    await this.#archive.createIndex({ entityId: 1 }, { name: 'wellspring_of_entity' });
  }

  async #pass(): Promise<void> {
    const { erasable, clock } = this.#options;
    const due = await this.#archive
      .find({
        type: { $in: Object.values(erasable) },
        purges: { $in: [null, ...Array.from({ length: PASSES - 1 }, (_, pass) => pass + 1)] as never[] },
        $or: [{ purgeAt: { $exists: false } }, { purgeAt: { $lte: clock.now() } }],
      })
      .limit(BATCH)
      .toArray();
    for (const fact of due) {
      if (this.#stopping || !(await this.#lease.hold())) return;
      await this.#erase(fact);
    }
  }

  async #erase(fact: ErasureFact): Promise<void> {
    const { bus, clock, erasable, log, secondPassAfter } = this.#options;
    const { _id, type, entity, entityId, purges = 0 } = fact;
    if (erasable[entity] !== type) return;
    try {
      await this.#tombstoneAgain(fact);
      await purgeEntity(bus, this.#archive, fact);
      const done = purges + 1 >= PASSES;
      const next = new Date(clock.now().getTime() + secondPassAfter);
      await this.#archive.updateOne(
        { _id },
        done ? { $set: { purges: PASSES }, $unset: { purgeAt: '' } } : { $set: { purges: purges + 1, purgeAt: next } },
      );
      if (done) this.#erased.inc({ entity });
      log.info({ entity, id: entityId, pass: purges + 1 }, 'what was told of an erased entity is removed');
      this.#failing.delete(_id);
    } catch (error) {
      if (!this.#failing.has(_id) && !this.#stopping)
        log.warn({ err: error, entity, id: entityId }, 'an erasure cannot be done now: it is tried again');
      this.#failing.add(_id);
    }
  }

  /** Erased stays erased: the id of a person is not taken anew, so a live document, or one with other events, came back with a backup. */
  async #tombstoneAgain({ entity, entityId }: ErasureFact): Promise<void> {
    const { entities, epoch, clock, log, ring } = this.#options;
    const owned = entities.find(({ type }) => type === entity);
    if (owned === undefined) return;
    await dropPending(owned, [entityId]);
    const result = await owned.collection.updateOne(
      { _id: entityId, '_stamp.live': true },
      tombstonePipeline({ epoch: epoch(), now: clock.now() }),
    );
    if (result.modifiedCount !== 1) return;
    log.warn({ entity, id: entityId }, 'an erased entity was back, as after a restored backup: it is deleted again');
    ring();
  }
}
