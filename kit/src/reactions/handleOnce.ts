import mongoose, { type Connection, type mongo } from 'mongoose';
import type { Clock } from '../unit/UnitContext.ts';
import { inboxId, inboxOf } from './inbox.ts';

// Models take part in the transaction of the asynchronous context that they are used in: no author of a unit can forget it.
mongoose.set('transactionAsyncLocalStorage', true);

/** What {@link handleOnce} works with. */
export interface Handling {
  readonly connection: Connection;
  readonly clock: Clock;
  /** The handler's name: the event it is to. */
  readonly handler: string;
  readonly eventId: string;
  /** Whether an earlier event of the entity is parked: then this one is not handled. Asked when it was not handled before. */
  blocked?(): Promise<boolean>;
  /** Told that the attempt begins now. */
  attempting?(): Promise<void>;
  /** Told of the transaction's session before it writes. */
  begin?(session: mongo.ClientSession): Promise<void>;
  /** Called inside the transaction; again when MongoDB asks for a repetition of the whole of it. */
  work(session: mongo.ClientSession): Promise<void>;
}

const DUPLICATE_KEY = 11_000;

/**
 * Handles an event with effect once: one transaction, whose first write says in `wellspring.inbox` that it was handled
 * (PROTOCOL.md, "Reacting").
 * @returns `before` when it was handled earlier
 * @throws what the handler or the database throws; then nothing was written
 */
export async function handleOnce(handling: Handling): Promise<'handled' | 'before' | 'blocked'> {
  const { connection, clock, handler, eventId, work } = handling;
  const inbox = inboxOf(connection);
  const _id = inboxId(handler, eventId);
  if ((await inbox.findOne({ _id })) !== null) return 'before';
  if ((await handling.blocked?.()) === true) return 'blocked';
  await handling.attempting?.();
  try {
    await connection.transaction(async (session) => {
      session.setMaxListeners(0); // each written document waits for its end
      await handling.begin?.(session);
      await inbox.insertOne({ _id, at: clock.now() }, { session });
      await work(session);
    });
    return 'handled';
  } catch (error) {
    // Another process was faster. A duplicate key of the handler's own is its failure.
    if ((error as { code?: unknown }).code === DUPLICATE_KEY && (await inbox.findOne({ _id })) !== null)
      return 'before';
    throw error;
  }
}
