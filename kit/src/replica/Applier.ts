import { setTimeout as delay } from 'node:timers/promises';
import {
  AckPolicy,
  type Consumer,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
  ReplayPolicy,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { fromHeaders } from '../bus/headers.ts';
import { durableName, splitName, viewFilter, viewsStream } from '../bus/subjects.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { mutated } from '../faults/mutation.ts';
import { Doorbell } from '../owner/Doorbell.ts';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { type ReplicaPlan, type ReplicaRow, toRow } from './ReplicaRow.ts';

/** What an applier works with. */
export interface ApplierOptions {
  readonly plan: ReplicaPlan;
  readonly unit: string;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  /** Writes rows to the majority and announces them. */
  apply(rows: readonly ReplicaRow[]): Promise<void>;
  /** The replica was lost or keeps other fields now: everything is delivered again. */
  readonly fillAnew: boolean;
  /** The position was given up, as {@link fillAnew} asked: it need not be again after a restart. */
  filling(): Promise<void>;
  /** Nothing is pending: every write the owner committed before `asOf` is here. */
  caughtUp(asOf: Date | undefined): Promise<void>;
}

/** Rows written at once. */
const BATCH = 500;
/** What a process that died held is delivered again after this; a batch takes far less, and one that comes twice does no harm. */
const ACK_WAIT = 5_000; // ms
const CONSUMER_NOT_FOUND = 10_014;
const RETRY = { first: 250, last: 5_000 }; // ms

/**
 * The consumer's loop that brings a replica up to date: a durable pull consumer with the one filter it is allowed
 * (PROTOCOL.md, "Consuming"). Messages are acknowledged after the write; a crash before that repeats them, harmlessly.
 */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #queue: JsMsg[] = [];
  #consumer: Consumer | undefined;
  #messages: ConsumerMessages | undefined;
  #stopping = false;
  #flushing: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #checking = false;
  #fillAnew: boolean;
  readonly #bell = new Doorbell();

  constructor(options: ApplierOptions) {
    this.#options = options;
    this.#fillAnew = options.fillAnew;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    await this.#messages?.close().catch(() => undefined);
    await this.#flushing;
    await Promise.race([this.#running, delay(1_000)]);
  }

  /** The owner says that everything committed before a time is published. */
  watermark(payload: Uint8Array): void {
    if (this.#consumer === undefined) this.#bell.ring(); // the owner is there: its stream is too
    try {
      const at = new Date((JSON.parse(Buffer.from(payload).toString('utf8')) as { at: string }).at);
      if (!Number.isNaN(at.getTime())) void this.#check(at);
    } catch (error) {
      this.#options.log.warn({ err: error, view: this.#options.plan.view }, 'a watermark could not be read');
    }
  }

  async #run(): Promise<void> {
    const { bus, log, plan } = this.#options;
    await bus.ready.catch(() => undefined);
    let pause = 0;
    while (!this.#stopping) {
      try {
        this.#consumer = await this.#ensureConsumer();
        this.#messages = await this.#consumer.consume({
          max_messages: 2 * BATCH,
          abort_on_missing_resource: true,
          callback: (message) => {
            this.#queue.push(message);
            this.#flushing ??= this.#flush();
          },
        });
        if (this.#stopping) await this.#messages.close();
        pause = 0;
        void this.#check(undefined);
        const ended = await this.#messages.closed();
        if (ended instanceof Error) throw ended;
      } catch (error) {
        if (pause === 0)
          log.warn(
            { view: plan.view, reason: describe(error) },
            'the replica waits for its stream; its rows go on being served',
          );
        pause = Math.min(Math.max(pause * 2, RETRY.first), RETRY.last);
        this.#consumer = undefined;
        if (!this.#stopping) await this.#bell.wait(pause);
      }
    }
  }

  async #ensureConsumer(): Promise<Consumer> {
    const { bus, plan, unit } = this.#options;
    const { unit: owner, name } = splitName(plan.view);
    const durable = durableName(unit, name);
    if (this.#fillAnew) {
      await bus.manager.consumers.delete(viewsStream(owner), durable).catch((error: unknown) => {
        if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_NOT_FOUND) throw error;
      });
    }
    await bus.manager.consumers.add(viewsStream(owner), {
      durable_name: durable,
      filter_subject: viewFilter(owner, name),
      deliver_policy: DeliverPolicy.LastPerSubject,
      replay_policy: ReplayPolicy.Instant,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT),
      max_ack_pending: 4 * BATCH,
      max_deliver: -1,
    });
    if (this.#fillAnew) {
      await this.#options.filling();
      this.#fillAnew = false;
    }
    return bus.client.consumers.get(viewsStream(owner), durable);
  }

  async #flush(): Promise<void> {
    // One turn later a burst has become a batch.
    await new Promise(setImmediate);
    try {
      while (this.#queue.length > 0) await this.#applyBatch(this.#queue.splice(0, BATCH));
    } catch (error) {
      // An acknowledgement could not be sent: the messages come again.
      this.#options.log.warn({ err: error, view: this.#options.plan.view }, 'a batch was not acknowledged');
    } finally {
      this.#flushing = undefined;
    }
  }

  async #applyBatch(messages: readonly JsMsg[]): Promise<void> {
    const { plan, clock, log, metrics } = this.#options;
    const rows: ReplicaRow[] = [];
    const readable: JsMsg[] = [];
    for (const message of messages) {
      const row = this.#toRow(message);
      if (row === null) {
        log.error(
          { view: plan.view, subject: message.subject, seq: message.seq },
          'a message does not keep to the protocol: it is skipped',
        );
        metrics.unreadable.inc({ view: plan.view });
        message.term('not a view message');
      } else {
        rows.push(row);
        readable.push(message);
      }
    }
    if (mutated('ack-before-write')) {
      for (const message of readable) message.ack();
      await this.#options.bus.connection.flush();
    }
    try {
      await this.#options.apply(rows);
    } catch (error) {
      log.warn({ err: error, view: plan.view, rows: rows.length }, 'rows could not be written: they come again');
      for (const message of readable) message.nak(1_000);
      return;
    }
    const now = clock.now().getTime();
    for (const { at } of rows) metrics.lag.observe({ view: plan.view }, Math.max(0, now - at.getTime()) / 1_000);
    crashPoint('before-ack');
    for (const message of readable) message.ack();
    if (readable.at(-1)?.info.pending === 0) void this.#check(undefined);
  }

  #toRow(message: JsMsg): ReplicaRow | null {
    const facts = fromHeaders(message.headers, `view.${this.#options.plan.view}`, message.subject);
    if (facts === null) return null;
    if (facts.gone) return toRow(this.#options.plan, facts, undefined);
    try {
      const data = message.json<Record<string, unknown> | null>();
      return data?.id === facts.id ? toRow(this.#options.plan, facts, data) : null;
    } catch {
      return null;
    }
  }

  /** Asks the broker whether anything is pending; one check at a time. */
  async #check(asOf: Date | undefined): Promise<void> {
    if (this.#checking || this.#stopping || this.#consumer === undefined) return;
    this.#checking = true;
    try {
      const { num_pending, num_ack_pending } = await this.#consumer.info();
      this.#options.metrics.pending.set({ view: this.#options.plan.view }, num_pending + num_ack_pending);
      if (num_pending + num_ack_pending === 0 && this.#queue.length === 0) await this.#options.caughtUp(asOf);
    } catch {
      // The broker is away or the consumer is gone: the running loop sees it too and says so.
    } finally {
      this.#checking = false;
    }
  }
}

function describe(error: unknown): string {
  if (error instanceof JetStreamApiError) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}
