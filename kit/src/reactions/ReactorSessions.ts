import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import { databaseOf, stateOf } from '../owner/bookkeeping.ts';

const STATE = 'reactor';
/** More than a reactor works with at once. */
const REMEMBERED = 64;

/**
 * The database sessions that reactions have their transactions in. A process that dies inside a transaction leaves it open: the server
 * holds what it wrote against everybody else until it expires, 60 s later. So the successor ends the sessions of who was there before.
 */
export class ReactorSessions {
  readonly #connection: Connection;
  readonly #log: Logger;
  readonly #noted = new Set<string>();

  constructor(connection: Connection, log: Logger) {
    this.#connection = connection;
    this.#log = log;
  }

  /** Remembers a session, before its transaction writes. The driver uses sessions again: mostly it is known. */
  async note({ id }: mongo.ClientSession): Promise<void> {
    if (id === undefined) return;
    const name = id.id.toString('hex');
    if (this.#noted.has(name)) return;
    const push = { $push: { sessions: { $each: [id.id], $slice: -REMEMBERED } } };
    await stateOf(this.#connection).updateOne({ _id: STATE }, push as never, { upsert: true });
    this.#noted.add(name);
  }

  /** Ends the transactions of who was active before. Called when nothing of this process is under way. */
  async endFormer(): Promise<void> {
    const state = await stateOf(this.#connection).findOne({ _id: STATE });
    const sessions = (state?.sessions ?? []) as mongo.Binary[];
    if (sessions.length === 0) return;
    // https://www.mongodb.com/docs/manual/reference/command/killSessions/: a user may end its own
    await databaseOf(this.#connection)
      .command({ killSessions: sessions.map((id) => ({ id })) })
      .catch((error: unknown) => this.#log.warn({ err: error }, 'former transactions end by themselves, in a minute'));
    this.#noted.clear();
    await stateOf(this.#connection).updateOne({ _id: STATE }, { $set: { sessions: [] } });
  }
}
