import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { isRefusal } from '../bus/isRefusal.ts';
import { ensureOwnerStreams, findOwnerStreams, type OwnerStreams, type StreamIdentity } from '../bus/ownerStreams.ts';
import { eventsStream, viewsStream } from '../bus/subjects.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { stateOf } from './bookkeeping.ts';
import type { PendingEvent } from './entitySchema.ts';
import type { OwnedEntity } from './OwnedEntity.ts';
import { publishEvent } from './publishBatch.ts';
import type { Republication } from './Republication.ts';
import type { RestoreWatch } from './RestoreWatch.ts';
import type { ViewPublisher } from './ViewPublisher.ts';

interface ArchivedEvent extends Omit<PendingEvent, 'id'> {
  _id: string;
  entity: string;
  entityId: string;
  epoch: number;
  rev: number;
}

export interface StreamKeeperOptions {
  readonly bus: Bus;
  readonly connection: Connection;
  readonly entities: readonly OwnedEntity[];
  readonly events: mongo.Collection<ArchivedEvent>;
  readonly publisher: ViewPublisher;
  readonly republication: Republication;
  readonly restores: RestoreWatch;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often the streams are looked at when there is no reason for doubt. */
const LOOK_INTERVAL = 5_000; // ms

interface KnownStreams {
  views?: StreamIdentity;
  events?: StreamIdentity;
  /** Digest of the published views: a view that was added or changed is published for all entities. */
  contract?: string;
}

/**
 * Notices when the broker lost its data: a stream with another birthday, or whose sequence went back, is filled again, views by
 * touches and events from the archive. The owner's database is the truth. A stream that is missing is created where the broker
 * lets the unit do so; where it does not, the operator's keeper does (PROTOCOL.md, "Streams"), and this one waits for it.
 */
export class StreamKeeper {
  readonly #options: StreamKeeperOptions;
  readonly #contract: string;
  #lookAt = 0;
  #known: KnownStreams | undefined;
  /** The broker refused to let this unit create streams: it is not asked again by this process. */
  #refused = false;

  constructor(options: StreamKeeperOptions) {
    this.#options = options;
    const views = options.entities.flatMap(({ views: all }) =>
      all.map(({ name, entity, selection, history = false }) => [
        name,
        entity,
        selection,
        ...(history ? ['history'] : []),
      ]),
    );
    this.#contract = createHash('sha256').update(JSON.stringify(views)).digest('base64url').slice(0, 22);
  }

  /** Looks again at the next {@link keep}. */
  doubt(): void {
    this.#lookAt = 0;
  }

  /** Called by the active relay before each pass. @throws when the broker or the database is away, or a stream is not there yet */
  async keep(): Promise<void> {
    const now = this.#options.clock.now().getTime();
    const { bus, connection, log, publisher, republication, restores } = this.#options;
    if (now < this.#lookAt && !restores.suspicious) return;
    const state = stateOf(connection);
    const stored = ((await state.findOne({ _id: 'streams' }, { projection: { _id: 0 } })) as KnownStreams | null) ?? {};
    await republication.recall();
    const found = (await findOwnerStreams(bus)) ?? (await this.#createStreams());
    const isFirst = this.#known === undefined;
    const wentBack = sequenceIn(stored) < sequenceIn(this.#known);
    const known = (wentBack ? this.#known : stored) ?? stored;
    const isSame = stored.views?.created === found.views.created;
    const reason = await restores.reason(
      isSame && (isFirst || wentBack) ? { from: sequenceIn(stored) + 1 } : undefined,
    );
    if (reason !== null) {
      publisher.reset();
      await restores.run(reason, () => republication.begin('the database was restored from a backup'));
    }
    const hasLess = found.views.lastSequence < publisher.highest;
    const lostViews = hasLess || isAnother(known.views, found.views) || known.contract !== this.#contract;
    const lostEvents = isAnother(known.events, found.events);
    if (lostViews) {
      if (known.views !== undefined)
        log.warn(
          { was: known.views, is: found.views },
          'the views stream is new, or the views are: publishing every entity again',
        );
      publisher.reset();
      await republication.begin('the views stream is new, or the views are', known.views === undefined);
    }
    if (lostEvents) {
      if (known.events !== undefined)
        log.warn({ was: known.events, is: found.events }, 'the events stream is new: refilling it from the archive');
      await this.#refillEvents();
    }
    const seen = { views: found.views, events: found.events, contract: this.#contract };
    if (!isDeepStrictEqual(seen, stored)) await state.updateOne({ _id: 'streams' }, { $set: seen }, { upsert: true });
    this.#known = seen;
    this.#lookAt = now + LOOK_INTERVAL;
  }

  async #createStreams(): Promise<OwnerStreams> {
    const { bus } = this.#options;
    if (!this.#refused) {
      try {
        await ensureOwnerStreams(bus.manager, bus.unit);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.#refused = true;
      }
    }
    const found = await findOwnerStreams(bus);
    if (found !== null) return found;
    throw new Error(
      `Expected the streams ${viewsStream(bus.unit)} and ${eventsStream(bus.unit)}, which this unit may not create: ` +
        'they are waited for. Is the keeper of the streams (kit/src/bus/streamsMain.ts, or npm start) running?',
    );
  }

  async #refillEvents(): Promise<void> {
    const { bus, events } = this.#options;
    for await (const { _id: id, entity, entityId, epoch, rev, ...event } of events.find().sort({ at: 1, _id: 1 })) {
      await publishEvent(bus, entity, entityId, { epoch, rev }, { id, ...event });
    }
  }
}

const sequenceIn = (known: KnownStreams | undefined): number => known?.views?.lastSequence ?? 0;

function isAnother(known: StreamIdentity | undefined, found: StreamIdentity): boolean {
  return known === undefined || known.created !== found.created || found.lastSequence < known.lastSequence;
}
