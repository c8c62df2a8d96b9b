import { setTimeout as delay } from 'node:timers/promises';
import { errors, headers, type MsgHdrs, nuid } from '@nats-io/nats-core';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { answerSubject, askSubject, splitName } from '../bus/subjects.ts';
import { WellspringError } from '../errors/WellspringError.ts';
import { ASK_LIMIT, type AskedRow } from '../owner/AskResponder.ts';
import { inAskSpan } from '../telemetry/messageSpans.ts';

/** Limits of asking, so that an owner that is slow or gone costs little. */
export interface AskLimits {
  /** One deadline for a whole batch, in ms. Default 800. */
  readonly deadline?: number;
  /** Batches under way at once; more are refused. Default 16. */
  readonly concurrency?: number;
  /** How long an unknown id is remembered, in ms. Default 5,000. */
  readonly rememberUnknown?: number;
}

/** How long an owner that is busy is left alone before it is asked again: doubled each time, up to the last, and never alike. */
const BUSY = { first: 25, last: 200 }; // ms

/**
 * The miss path: asks a view's owner for rows that are not here, over NATS request and reply. No responder is known at once;
 * ids that the owner does not know are remembered until they are announced or some time has passed.
 */
export class OwnerAsker {
  readonly #bus: Bus;
  readonly #view: string;
  readonly #subject: string;
  readonly #log: Logger;
  readonly #limits: Required<AskLimits>;
  readonly #unknown: LRUCache<string, true>;
  #underWay = 0;

  constructor(bus: Bus, view: string, log: Logger, limits: AskLimits = {}) {
    const { unit, name } = splitName(view);
    this.#bus = bus;
    this.#view = view;
    this.#subject = askSubject(unit, name);
    this.#log = log;
    this.#limits = { deadline: 800, concurrency: 16, rememberUnknown: 5_000, ...limits };
    this.#unknown = new LRUCache({ max: 10_000, ttl: this.#limits.rememberUnknown });
  }

  /** The id exists after all. */
  forget(id: string): void {
    this.#unknown.delete(id);
  }

  /**
   * Asks for rows.
   * @returns one answer an id: a row, null when the owner has no such entity, or an Error
   */
  async ask(ids: readonly string[]): Promise<Map<string, KnownRow | null | WellspringError>> {
    const answers = new Map<string, KnownRow | null | WellspringError>();
    const asked: string[] = [];
    for (const id of new Set(ids)) {
      if (this.#unknown.has(id)) answers.set(id, null);
      else asked.push(id);
    }
    const until = performance.now() + this.#limits.deadline;
    const chunks: string[][] = [];
    for (let start = 0; start < asked.length; start += ASK_LIMIT) chunks.push(asked.slice(start, start + ASK_LIMIT));
    await Promise.all(
      chunks.map(async (chunk) => {
        try {
          for (const row of await this.#requestAll(chunk, until)) {
            if ('unknown' in row) {
              this.#unknown.set(row.id, true);
              answers.set(row.id, null);
            } else if ('error' in row)
              answers.set(row.id, this.#unavailable(row.id, `its owner answered ${row.error}`));
            else answers.set(row.id, row);
          }
          for (const id of chunk)
            if (!answers.has(id)) answers.set(id, this.#unavailable(id, 'its owner left it out of the answer'));
        } catch (error) {
          const why = error instanceof NotAsked || error instanceof Busy ? error.message : reason(error);
          this.#log.warn({ err: error, view: this.#view, ids: chunk.length }, 'the owner could not be asked');
          for (const id of chunk) answers.set(id, this.#unavailable(id, why, error));
        }
      }),
    );
    return answers;
  }

  /** An answer that does not fit into one message comes in parts; each brings at least one more row. */
  async #requestAll(ids: readonly string[], until: number): Promise<AskedRow[]> {
    const rows = new Map<string, AskedRow>();
    let left = ids;
    while (left.length > 0) {
      const answer = await this.#requestInTime(left, until);
      for (const row of answer.rows) rows.set(row.id, row);
      const rest = left.filter((id) => !rows.has(id));
      if (answer.more !== true || rest.length === left.length) break;
      left = rest;
    }
    return [...rows.values()];
  }

  /** An owner that has not answered at half of the time is asked once more: the process that took the ask may have ended, and another one answers. */
  async #requestInTime(ids: readonly string[], until: number): Promise<{ rows: AskedRow[]; more?: boolean }> {
    const now = performance.now();
    try {
      return await this.#requestWhileBusy(ids, now + (until - now) / 2);
    } catch (error) {
      if (!(error instanceof errors.TimeoutError || error instanceof Busy)) throw error;
      return this.#requestWhileBusy(ids, until);
    }
  }

  /** An owner that is busy is asked again, as long as there is time. */
  async #requestWhileBusy(ids: readonly string[], until: number): Promise<{ rows: AskedRow[]; more?: boolean }> {
    for (let pause = BUSY.first; ; pause = Math.min(2 * pause, BUSY.last)) {
      try {
        return await this.#request(ids, until - performance.now());
      } catch (error) {
        const wait = pause * (0.5 + Math.random());
        if (!(error instanceof Busy) || performance.now() + wait >= until) throw error;
        await delay(wait);
      }
    }
  }

  async #request(ids: readonly string[], timeout: number): Promise<{ rows: AskedRow[]; more?: boolean }> {
    if (!this.#bus.connected) throw new NotAsked('NATS is not connected');
    if (this.#underWay >= this.#limits.concurrency) throw new NotAsked('too many asks are under way');
    this.#underWay += 1;
    try {
      const reply = await inAskSpan(this.#subject, (traceparent) =>
        this.#bus.connection.request(this.#subject, JSON.stringify({ ids }), {
          timeout: Math.max(1, timeout),
          noMux: true, // the owner may publish to this part of the inbox only
          reply: answerSubject(this.#bus.unit, splitName(this.#view).unit, nuid.next()),
          ...(traceparent === undefined ? {} : { headers: traceHeaders(traceparent) }),
        }),
      );
      const answer = reply.json<{
        rows?: AskedRow[];
        more?: boolean;
        error?: { code: string; message: string };
      } | null>();
      if (answer?.error?.code === 'OWNER_BUSY') throw new Busy('its owner is busy');
      if (!Array.isArray(answer?.rows)) throw new Error(answer?.error?.message ?? 'an answer without rows');
      return { rows: answer.rows, more: answer.more === true };
    } finally {
      this.#underWay -= 1;
    }
  }

  #unavailable(id: string, why: string, cause?: unknown): WellspringError {
    return new WellspringError('REPLICA_UNAVAILABLE', `${this.#view} "${id}" is not copied here yet, and ${why}.`, {
      details: { view: this.#view, id },
      cause,
    });
  }
}

function traceHeaders(traceparent: string): MsgHdrs {
  const all = headers();
  all.set('traceparent', traceparent);
  return all;
}

/** A row, or a tombstone. */
type KnownRow = Exclude<AskedRow, { error: string } | { unknown: true }>;

/** The owner was not asked at all. */
class NotAsked extends Error {}

/** The owner has too much to answer, and says so. */
class Busy extends Error {}

function reason(error: unknown): string {
  if (error instanceof errors.NoRespondersError) return 'its owner is not there to be asked';
  if (error instanceof errors.RequestError && error.isNoResponders()) return 'its owner is not there to be asked';
  if (error instanceof errors.TimeoutError) return 'its owner did not answer in time';
  return 'its owner could not be asked';
}
