import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { isRefusal } from '../bus/isRefusal.ts';
import { ensureOwnerStreams, findOwnerStreams, type OwnerStreams, type StreamIdentity } from '../bus/ownerStreams.ts';
import { eventsStream, viewsStream } from '../bus/subjects.ts';
import type { AcknowledgedSequence } from './AcknowledgedSequence.ts';
import { stateOf } from './bookkeeping.ts';
import type { EventRefill } from './EventRefill.ts';
import type { OwnedEntity } from './OwnedEntity.ts';
import type { Republication } from './Republication.ts';
import type { RestoreWatch } from './RestoreWatch.ts';
import type { ViewPublisher } from './ViewPublisher.ts';
import { WholeMarkers } from './WholeMarkers.ts';

export interface StreamKeeperOptions {
  readonly bus: Bus;
  readonly connection: Connection;
  readonly entities: readonly OwnedEntity[];
  readonly publisher: ViewPublisher;
  /** What the events stream acknowledged. */
  readonly acknowledged: AcknowledgedSequence;
  readonly republication: Republication;
  readonly refill: EventRefill;
  readonly restores: RestoreWatch;
  readonly log: Logger;
}

/** How often the streams are looked at when there is no reason for doubt. */
const LOOK_INTERVAL = 5_000; // ms
const ACKNOWLEDGED = 'acknowledged';

interface KnownStreams {
  views?: StreamIdentity;
  events?: StreamIdentity;
  /** Digest of the published views: a view that was added or changed is published for all entities. */
  contract?: string;
}

/** How far the streams acknowledged what is no longer dirty, as `wellspring.state` keeps it. */
interface Acknowledged {
  readonly views: { readonly created: string; readonly sequence: number };
  readonly events: { readonly created: string; readonly sequence: number };
}

/**
 * Notices when the broker lost its data: a stream with another birthday, or whose sequence went back, is filled again, views by
 * touches and events from the archive. The owner's database is the truth. A stream that is missing is created where the broker
 * lets the unit do so; where it does not, the operator's keeper does (PROTOCOL.md, "Streams"), and this one waits for it.
 */
export class StreamKeeper {
  readonly #options: StreamKeeperOptions;
  readonly #contract: string;
  readonly #markers: WholeMarkers;
  #lookAt = Number.NEGATIVE_INFINITY;
  #known: KnownStreams | undefined;
  #remembered: Acknowledged | undefined;
  /** The broker refused to let this unit create streams: it is not asked again by this process. */
  #refused = false;

  constructor(options: StreamKeeperOptions) {
    this.#options = options;
    const names = options.entities.flatMap((entity) => entity.views.map(({ name }) => name));
    this.#markers = new WholeMarkers(options.bus, names);
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
    this.#lookAt = Number.NEGATIVE_INFINITY;
    this.#markers.doubt();
  }

  /** What this process knows is of the time when it was active last, if it ever was: now it begins with what the database knows. */
  takeOver(): void {
    this.#known = undefined;
    this.doubt();
  }

  /** Called by the active relay before each pass. @throws when the broker or the database is away, or a stream is not there yet */
  async keep(): Promise<void> {
    const now = performance.now();
    const { bus, connection, log, publisher, acknowledged, republication, refill, restores } = this.#options;
    if (now < this.#lookAt && !restores.suspicious) return;
    if (this.#known === undefined) await refill.prepare();
    const state = stateOf(connection);
    const stored = ((await state.findOne({ _id: 'streams' }, { projection: { _id: 0 } })) as KnownStreams | null) ?? {};
    await republication.recall();
    await refill.recall();
    const found = (await findOwnerStreams(bus)) ?? (await this.#createStreams());
    const isFirst = this.#known === undefined;
    const isSame = stored.views?.created === found.views.created;
    const wentBack = isSame && sequenceIn(stored) < sequenceIn(this.#known);
    const known = (wentBack ? this.#known : stored) ?? stored;
    // Whatever is in a stream that the database does not know yet may be of a time that the database was set back from.
    const isInDoubt = isSame ? isFirst || wentBack : stored.views !== undefined;
    const from = isSame ? sequenceIn(stored) + 1 : 1;
    const reason = await restores.reason(isInDoubt ? { from } : undefined);
    const kept = (await state.findOne({ _id: ACKNOWLEDGED }, { projection: { _id: 0 } })) as Acknowledged | null;
    const lost = {
      views: hasLess(found.views, kept?.views, publisher.acknowledged),
      events: hasLess(found.events, kept?.events, acknowledged),
    };
    if (reason !== null) {
      publisher.reset();
      await this.#markers.broken(found.views.created);
      await restores.run(reason, () => republication.begin('the database was restored from a backup'));
    }
    const lostViews = lost.views || isAnother(known.views, found.views) || known.contract !== this.#contract;
    const lostEvents = lost.events || isAnother(known.events, found.events);
    if (lostViews) {
      if (known.views !== undefined)
        log.warn(
          { was: known.views, is: found.views },
          'the views stream lost something or is new, or the views are: publishing every entity again',
        );
      publisher.reset();
      await this.#markers.broken(found.views.created);
      await republication.begin(
        'the views stream lost something or is new, or the views are',
        known.views === undefined,
      );
    }
    if (lostEvents) {
      const { wentBackTo = Number.POSITIVE_INFINITY } = acknowledged;
      const isNew = known.events?.created !== found.events.created;
      await refill.begin(found.events, isNew ? 0 : Math.min(wentBackTo - 1, found.events.lastSequence));
    }
    await this.#rememberFound(found, kept, lostViews || lostEvents);
    const seen = { views: found.views, events: found.events, contract: this.#contract };
    if (!isDeepStrictEqual(seen, stored)) await state.updateOne({ _id: 'streams' }, { $set: seen }, { upsert: true });
    this.#known = seen;
    this.#lookAt = now + LOOK_INTERVAL;
  }

  /**
   * Keeps how far both streams acknowledged. Before what they acknowledged is cleared: a broker that has lost some of it is noticed by that, also by a process
   * that starts later.
   * @throws when a stream lost something meanwhile, or the database is not the one that was known: {@link keep} looks into it
   */
  async remember(): Promise<void> {
    const { connection, publisher, acknowledged } = this.#options;
    const before = this.#remembered;
    if (
      before === undefined ||
      publisher.acknowledged.wentBackTo !== undefined ||
      acknowledged.wentBackTo !== undefined
    )
      throw new Error('A stream took a sequence that it had acknowledged before: its server lost messages.');
    const views = Math.max(before.views.sequence, publisher.acknowledged.highest);
    const events = Math.max(before.events.sequence, acknowledged.highest);
    if (views === before.views.sequence && events === before.events.sequence) return;
    const { matchedCount } = await stateOf(connection).updateOne(
      { _id: ACKNOWLEDGED, 'views.created': before.views.created, 'events.created': before.events.created },
      { $max: { 'views.sequence': views, 'events.sequence': events } },
    );
    if (matchedCount === 0) throw new Error('What the streams acknowledged is kept for other streams than these.');
    this.#remembered = {
      views: { ...before.views, sequence: views },
      events: { ...before.events, sequence: events },
    };
  }

  /** From now on what the streams hold is counted from. After a loss, once it is kept that they are to be filled again. */
  async #rememberFound(found: OwnerStreams, kept: Acknowledged | null, anew: boolean): Promise<void> {
    const { connection, publisher, acknowledged } = this.#options;
    const isKept = kept?.views?.created === found.views.created && kept?.events?.created === found.events.created;
    const begin = {
      views: { created: found.views.created, sequence: found.views.lastSequence },
      events: { created: found.events.created, sequence: found.events.lastSequence },
    };
    if (anew || !isKept) await stateOf(connection).updateOne({ _id: ACKNOWLEDGED }, { $set: begin }, { upsert: true });
    this.#remembered = anew || kept === null || !isKept ? begin : kept;
    publisher.acknowledged.reset(found.views.lastSequence);
    acknowledged.reset(found.events.lastSequence);
  }

  /**
   * Called by the active relay when nothing is left to be published: the stream is whole, and consumers may know (PROTOCOL.md, "Whole").
   * @param stillActive renews the relay's lease
   * @throws the broker's or the database's error
   */
  async published(stillActive: () => Promise<boolean>): Promise<void> {
    const created = this.#known?.views?.created;
    if (created === undefined || this.#markers.isSaid(created) || this.#options.republication.active) return;
    await this.#markers.whole(created, stillActive);
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
}

const sequenceIn = (known: KnownStreams | undefined): number => known?.views?.lastSequence ?? 0;

function isAnother(known: StreamIdentity | undefined, found: StreamIdentity): boolean {
  return known === undefined || known.created !== found.created || found.lastSequence < known.lastSequence;
}

/** Whether a stream has less than it acknowledged: to this process, or to one before it. */
function hasLess(
  { created, lastSequence }: StreamIdentity,
  kept: Acknowledged['views'] | undefined,
  { highest, wentBackTo }: AcknowledgedSequence,
): boolean {
  if (kept !== undefined && kept.created === created && lastSequence < kept.sequence) return true;
  return wentBackTo !== undefined || lastSequence < highest;
}
