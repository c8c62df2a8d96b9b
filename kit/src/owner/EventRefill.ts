import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import type { StreamIdentity } from '../bus/ownerStreams.ts';
import { eventsStream } from '../bus/subjects.ts';
import { walkStream } from '../bus/walkStream.ts';
import type { Clock } from '../unit/UnitContext.ts';
import type { AcknowledgedSequence } from './AcknowledgedSequence.ts';
import { REPEATABLE, stateOf } from './bookkeeping.ts';
import type { PendingEvent } from './entitySchema.ts';
import { publishEvent } from './publishBatch.ts';

/** A business event as `wellspring.events` keeps it. */
export interface ArchivedEvent extends Omit<PendingEvent, 'id'> {
  _id: string;
  entity: string;
  entityId: string;
  epoch: number;
  rev: number;
  /** Where the stream has it; absent in archives of before this was kept. */
  sequence?: number;
  /** The last refill that published it again, or during which it was published. */
  refill?: number;
}

/** What a refill works with. */
export interface EventRefillOptions {
  readonly bus: Bus;
  readonly connection: Connection;
  readonly events: mongo.Collection<ArchivedEvent>;
  readonly acknowledged: AcknowledgedSequence;
  readonly clock: Clock;
  readonly log: Logger;
  /** Events published at once. Default 200. */
  readonly batchSize?: number;
}

/** How far a refill is, as `wellspring.state` keeps it. */
interface Position {
  /** Names the refill: events that it published carry it. */
  readonly refill: number;
  /** Birthday of the stream that is filled. */
  readonly stream: string;
  /** The stream has every event up to this sequence. */
  readonly above: number;
  /** The stream's last sequence when it began. */
  readonly tail: number;
  /** Events recorded before this are published. */
  readonly from: Date;
  readonly published: number;
}

const ID = 'refill';
/** So many messages at the stream's end are looked at one by one: some may have been published before the loss was noticed. */
const TAIL = 1_000;

/**
 * Publishes archived events again that their stream has lost: those after a sequence, or all. One batch a call, entities at once, the events of
 * each in their order; the position is kept in the database, so that it goes on after a restart. A new event of an entity waits for
 * the older ones of that entity only.
 */
export class EventRefill {
  readonly #options: Required<EventRefillOptions>;
  /** null: there is none; undefined: not read yet. */
  #position: Position | null | undefined;
  /** Ids of the messages at the stream's end when it began; undefined: not read yet. */
  #tail: ReadonlySet<string> | undefined;

  constructor(options: EventRefillOptions) {
    this.#options = { batchSize: 200, ...options };
  }

  /** Whether events are still to be published, as far as this process knows. */
  get active(): boolean {
    return this.#position != null;
  }

  /** The number of the refill that is under way: what is archived meanwhile carries it and is not published again. */
  get current(): number | undefined {
    return this.#position?.refill;
  }

  /** What it searches by: the order of events, and the events of one entity. */
  async prepare(): Promise<void> {
    const { events } = this.#options;
    await events.createIndex({ at: 1, sequence: 1 }, { name: 'wellspring_in_order' });
    await events.createIndex({ entityId: 1 }, { name: 'wellspring_of_entity' });
  }

  /** Reads the position again: another process may have been the active one. */
  async recall(): Promise<void> {
    const kept = await stateOf(this.#options.connection).findOne({ _id: ID }, { projection: { _id: 0 } });
    if (kept?.refill !== this.#position?.refill) this.#tail = undefined;
    this.#position = kept as Position | null;
  }

  /**
   * Begins with the first event that may be lost. A refill that was under way is part of it.
   * @param intact the stream has every event up to this sequence; 0: it is another stream
   */
  async begin({ created, lastSequence }: StreamIdentity, intact: number): Promise<void> {
    const { events, connection, clock, log } = this.#options;
    await this.recall();
    const before = this.#position;
    const known = before == null ? intact : Math.min(before.above, intact);
    const position: Position = {
      refill: Math.max(clock.now().getTime(), (before?.refill ?? 0) + 1),
      stream: created,
      above: Math.max(0, known - TAIL),
      tail: lastSequence,
      from: new Date(0),
      published: 0,
    };
    if ((await events.findOne({}, { projection: { _id: 1 } })) === null) return this.#end();
    await stateOf(connection).updateOne({ _id: ID }, { $set: { ...position } }, { upsert: true });
    this.#position = position;
    this.#tail = undefined;
    log.warn({ above: position.above }, 'events are missing in their stream: it is refilled from the archive');
  }

  /** Publishes the next batch. @returns how many events it went over, 0 when there is nothing left */
  async step(): Promise<number> {
    if (this.#position === undefined) await this.recall();
    const position = this.#position;
    if (position == null) return 0;
    const { events, batchSize, connection, log } = this.#options;
    const rows = await events.find(lost(position)).sort({ at: 1, sequence: 1 }).limit(batchSize).toArray();
    const last = rows.at(-1);
    if (last === undefined) {
      await this.#end();
      log.info({ events: position.published }, 'the events stream is whole again');
      return 0;
    }
    await this.#publish(position, rows);
    const further = { from: last.at, published: position.published + rows.length };
    await stateOf(connection).updateOne({ _id: ID, refill: position.refill }, { $set: further });
    this.#position = { ...position, ...further };
    return rows.length;
  }

  /** Before a new event of an entity is published, its older ones are. */
  async catchUp(entity: string, entityIds: readonly string[]): Promise<void> {
    const position = this.#position;
    if (position == null || entityIds.length === 0) return;
    const { events, batchSize } = this.#options;
    const filter = { ...lost({ ...position, from: new Date(0) }), entity, entityId: { $in: [...entityIds] } };
    let rows: ArchivedEvent[];
    do {
      rows = await events.find(filter).sort({ at: 1, sequence: 1 }).limit(batchSize).toArray();
      await this.#publish(position, rows);
    } while (rows.length === batchSize);
  }

  async #publish(position: Position, rows: readonly ArchivedEvent[]): Promise<void> {
    if (rows.length === 0) return;
    const { bus, events, acknowledged } = this.#options;
    this.#tail ??= await this.#readTail(position);
    const tail = this.#tail;
    const entities = Map.groupBy(rows, ({ entity, entityId }) => `${entity} ${entityId}`);
    const sequences = new Map<string, number>();
    const publishInOrder = async (ofEntity: readonly ArchivedEvent[]): Promise<void> => {
      for (const { _id: id, entity, entityId, epoch, rev, sequence: _, refill: __, ...event } of ofEntity) {
        if (tail.has(id)) continue;
        sequences.set(id, await publishEvent(bus, entity, entityId, { epoch, rev }, { id, ...event }, acknowledged));
      }
    };
    const outcomes = await Promise.allSettled([...entities.values()].map(publishInOrder));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const operations = rows.map(({ _id, sequence }) => ({
      updateOne: {
        filter: { _id },
        update: { $set: { refill: position.refill, sequence: sequences.get(_id) ?? sequence ?? position.tail } },
      },
    }));
    await events.bulkWrite(operations, { ordered: false, ...REPEATABLE });
  }

  async #readTail({ above, tail }: Position): Promise<ReadonlySet<string>> {
    const { bus } = this.#options;
    const ids = new Set<string>();
    const range = { subject: `event.${bus.unit}.>`, from: Math.max(above + 1, tail - 2 * TAIL), to: tail };
    await walkStream(bus.manager, eventsStream(bus.unit), range, async (messages) => {
      for (const { header } of messages) ids.add(header.get('Nats-Msg-Id'));
    });
    return ids;
  }

  async #end(): Promise<void> {
    await stateOf(this.#options.connection).deleteOne({ _id: ID });
    this.#position = null;
    this.#tail = undefined;
  }
}

/** What a refill has not published yet. */
function lost({ refill, above, from }: Position): mongo.Filter<ArchivedEvent> {
  return {
    at: { $gte: from },
    refill: { $ne: refill },
    ...(above === 0 ? {} : { $or: [{ sequence: { $gt: above } }, { sequence: { $exists: false } }] }),
  };
}
