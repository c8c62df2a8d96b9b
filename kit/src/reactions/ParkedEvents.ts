import type { Connection, mongo } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { databaseOf } from '../owner/bookkeeping.ts';

/** An event that a reaction could not handle, or that stands behind one of the same entity. A reference, never the payload. */
export interface ParkedEvent {
  /** `<handler>:<event id>` */
  _id: string;
  /** The event it is: `orders.OrderPlaced`. */
  handler: string;
  eventId: string;
  /** Whose line it stands in: `orders.Order:<id>`. */
  line: string;
  owner: string;
  entity: string;
  entityId: string;
  /** Rises along the line. */
  place: string;
  stream: string;
  sequence: number;
  subject: string;
  /** Failed attempts; 0 for one that only stands behind another. */
  attempts: number;
  error: { code?: string; message: string } | null;
  /** When it was parked. */
  at: Date;
  /** `retry`: an operator wants the line to be handled again. */
  state: 'parked' | 'retry';
}

export const PARKED = 'wellspring.parked';

export const lineOf = (owner: string, entity: string, entityId: string): string => `${owner}.${entity}:${entityId}`;

/** The driver's collection of a unit's parked events. */
export function parkedOf(database: mongo.Db): mongo.Collection<ParkedEvent> {
  return database.collection<ParkedEvent>(PARKED);
}

const MESSAGE_LIMIT = 500; // characters

/** The events of one unit that wait for an operator, in a line for each entity. */
export class ParkedEvents {
  readonly #collection: mongo.Collection<ParkedEvent>;

  constructor(connection: Connection) {
    this.#collection = parkedOf(databaseOf(connection));
  }

  async open(): Promise<void> {
    await this.#collection.createIndex({ line: 1, place: 1 });
    await this.#collection.createIndex({ state: 1 });
  }

  /** Whether an entity has a line: later events stand behind it. */
  async hasLine(line: string): Promise<boolean> {
    return (await this.#collection.findOne({ line }, { projection: { _id: 1 } })) !== null;
  }

  /** Puts an event at the end of its line; one that stands there already stays where it is. */
  async park(event: Omit<ParkedEvent, '_id' | 'place' | 'state' | 'error'>, error: unknown): Promise<void> {
    const _id = `${event.handler}:${event.eventId}`;
    const content = { ...event, place: uuid(), state: 'parked' as const, error: error === null ? null : facts(error) };
    await this.#collection.updateOne({ _id }, { $setOnInsert: content }, { upsert: true });
  }

  /** The first of a line. */
  async first(line: string): Promise<ParkedEvent | null> {
    return this.#collection.findOne({ line }, { sort: { place: 1 } });
  }

  /** Entities of one owner whose line an operator wants to be handled again. */
  async toRetry(owner: string, entity: string): Promise<string[]> {
    return this.#collection.distinct('entityId', { state: 'retry', owner, entity });
  }

  /** The first of a line failed again: the line waits for the operator again. */
  async failed({ _id, line }: ParkedEvent, attempts: number, error: unknown): Promise<void> {
    await this.#collection.updateOne({ _id }, { $inc: { attempts }, $set: { error: facts(error) } });
    await this.#collection.updateMany({ line }, { $set: { state: 'parked' } });
  }

  async remove({ _id }: ParkedEvent): Promise<void> {
    await this.#collection.deleteOne({ _id });
  }

  /** How many are parked, by handler. */
  async count(handlers: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map(
      await Promise.all(
        handlers.map(async (handler) => [handler, await this.#collection.countDocuments({ handler })] as const),
      ),
    );
  }
}

function facts(error: unknown): NonNullable<ParkedEvent['error']> {
  const { code } = error as { code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return {
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    message: message.slice(0, MESSAGE_LIMIT),
  };
}
