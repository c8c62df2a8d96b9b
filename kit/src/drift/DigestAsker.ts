import { setTimeout as delay } from 'node:timers/promises';
import { nuid } from '@nats-io/nats-core';
import type { Bus } from '../bus/Bus.ts';
import { answerSubject, digestSubject, splitName } from '../bus/subjects.ts';
import type { Bucket, DigestRequest, IdRange, OwnerRow, TouchOutcome } from './DigestRequest.ts';

/** The owner's entities, and when it began to read them. */
export interface OwnerRows {
  readonly at: Date;
  readonly rows: readonly OwnerRow[];
}

const TIMEOUT = 15_000; // ms
/** How often an owner that is busy with other comparisons is asked again, a second apart. */
const RETRIES = 30;

/** Asks the owner of one view for digests of the fields that this unit keeps (PROTOCOL.md, "Drift"). */
export class DigestAsker {
  readonly #bus: Bus;
  readonly #view: string;
  readonly #fields: readonly string[];

  constructor(bus: Bus, view: string, fields: readonly string[]) {
    this.#bus = bus;
    this.#view = view;
    this.#fields = fields;
  }

  /** The next few buckets after an id; null is the beginning. */
  async buckets(after: string | null): Promise<readonly Bucket[]> {
    return (await this.#ask<{ buckets: Bucket[] }>({ op: 'buckets', fields: this.#fields, after })).buckets;
  }

  /** Live entities of a range, at most 1,000. */
  range(range: IdRange): Promise<OwnerRows> {
    return this.#rows({ op: 'rows', fields: this.#fields, after: range.after, upTo: range.upTo });
  }

  /** Up to 200 entities by id. */
  rows(ids: readonly string[]): Promise<OwnerRows> {
    return this.#rows({ op: 'rows', fields: this.#fields, ids });
  }

  /** Has up to 200 entities published again. */
  async touch(rows: readonly (readonly [string, number, number])[]): Promise<ReadonlyMap<string, TouchOutcome>> {
    const { outcomes } = await this.#ask<{ outcomes: Record<string, TouchOutcome> }>({ op: 'touch', rows });
    return new Map(Object.entries(outcomes));
  }

  async #rows(request: DigestRequest): Promise<OwnerRows> {
    const { at, rows } = await this.#ask<{ at: string; rows: OwnerRow[] }>(request);
    return { at: new Date(at), rows };
  }

  /** @throws Error when the owner is not there, does not answer in time, or says why not */
  async #ask<Answer>(request: DigestRequest): Promise<Answer> {
    const { unit, name } = splitName(this.#view);
    for (let retry = 0; retry < RETRIES; retry += 1) {
      const reply = await this.#bus.connection.request(digestSubject(unit, name), JSON.stringify(request), {
        timeout: TIMEOUT,
        noMux: true, // the owner may publish to this part of the inbox only
        reply: answerSubject(this.#bus.unit, unit, nuid.next()),
      });
      const answer = reply.json<Answer & { busy?: true; error?: { code: string; message: string } }>();
      if (answer.error !== undefined) throw new Error(`${unit} answers ${answer.error.code}: ${answer.error.message}`);
      if (answer.busy !== true) return answer;
      await delay(1_000);
    }
    throw new Error(`${unit} has been busy with other comparisons for ${RETRIES} s`);
  }
}
