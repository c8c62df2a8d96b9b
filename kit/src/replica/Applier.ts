import { setTimeout as delay } from 'node:timers/promises';
import {
  AckPolicy,
  type Consumer,
  type ConsumerConfig,
  type ConsumerInfo,
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
import { type ReplicaPosition, type Start, startOf } from './ReplicaPosition.ts';
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
  /** What the database knows of the position. */
  position(): Promise<ReplicaPosition | undefined>;
  /** The position as the broker has it: everything up to it is applied. `anew`: the rows are filled again from the first. */
  positioned(position: ReplicaPosition, anew: boolean): Promise<void>;
  /** Nothing is pending: every write the owner committed before `asOf` is here. */
  caughtUp(asOf: Date | undefined): Promise<void>;
}

/** Rows written at once. */
const BATCH = 500;
/** What a process that died held is delivered again after this; a batch takes far less, and one that comes twice does no harm. */
const ACK_WAIT = 5_000; // ms
/** A pull that a broker forgot, because its leader died, is made again when two heartbeats, half of this each, did not come. */
const PULL = 3_000; // ms
const CONSUMER_NOT_FOUND = 10_014;
/** An owner that is up says how far it is at least this often, unless it is busy. */
const OWNER_PATIENCE = 3_000; // ms
const CHECK_INTERVAL = 500; // ms
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
  /** Where to start over, once asked to. */
  #rewindTo: number | undefined;
  /** What was pending when it began to listen, from which delivery on, how much of it is acknowledged, whether all of it was. */
  #progress = { total: 1, from: 0, acknowledged: 0, whole: false, told: 0 };
  /** When it began to listen, when the owner last said that its stream is complete, and that it is not. */
  #heard = { since: 0, complete: 0, filling: 0 };

  constructor(options: ApplierOptions) {
    this.#options = options;
    this.#fillAnew = options.fillAnew;
  }

  /** From 0 to 1: how much of what was pending at the start is applied. */
  get progress(): number {
    const { total, acknowledged, whole } = this.#progress;
    return whole ? 1 : Math.min(acknowledged / Math.max(total, 1), 0.99);
  }

  /** The database was set back: what came after a sequence is delivered again. 0: everything. */
  async rewind(after: number): Promise<void> {
    this.#rewindTo = after;
    await this.#messages?.close();
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
      const said = JSON.parse(Buffer.from(payload).toString('utf8')) as {
        at: string;
        filling?: boolean;
        busy?: boolean;
      };
      // A busy owner tells how far it is, but not that its stream is whole.
      if (said.busy !== true) this.#heard[said.filling === true ? 'filling' : 'complete'] = performance.now();
      const at = new Date(said.at);
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
        this.#heard.since = performance.now();
        this.#messages = await this.#consumer.consume({
          max_messages: 2 * BATCH,
          expires: PULL,
          idle_heartbeat: PULL / 2,
          abort_on_missing_resource: true,
          callback: (message) => {
            this.#queue.push(message);
            this.#flushing ??= this.#flush();
          },
        });
        if (this.#stopping) await this.#messages.close();
        pause = 0;
        void this.#check(undefined);
        // Neither a busy owner's watermarks nor an empty queue are waited for until everything was here once.
        const untilWhole = setInterval(() => {
          if (!this.#progress.whole) void this.#check(undefined);
        }, CHECK_INTERVAL);
        const ended = await this.#messages.closed().finally(() => clearInterval(untilWhole));
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
    const { consumers } = bus.manager;
    const orMissing = (error: unknown): undefined => {
      if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_NOT_FOUND) throw error;
    };
    const found = await consumers.info(viewsStream(owner), durable).catch(orMissing);
    const start = await this.#start(found);
    if (start !== 'continue' && found !== undefined)
      await consumers.delete(viewsStream(owner), durable).catch(orMissing);
    const { deliver_policy, opt_start_seq } = start === 'continue' && found !== undefined ? found.config : from(start);
    const added = await consumers.add(viewsStream(owner), {
      durable_name: durable,
      filter_subject: viewFilter(owner, name),
      deliver_policy,
      ...(opt_start_seq === undefined ? {} : { opt_start_seq }),
      replay_policy: ReplayPolicy.Instant,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT),
      max_ack_pending: 4 * BATCH,
      max_deliver: -1,
    });
    if (start !== 'continue') await this.#options.positioned(positionOf(added), start === 'anew');
    this.#fillAnew = false;
    this.#rewindTo = undefined;
    const total = added.num_pending + added.num_ack_pending;
    this.#progress = { total, from: added.ack_floor.consumer_seq, acknowledged: 0, whole: false, told: 0 };
    return bus.client.consumers.get(viewsStream(owner), durable);
  }

  async #start(found: ConsumerInfo | undefined): Promise<Start> {
    if (this.#fillAnew || this.#rewindTo === 0) return 'anew';
    if (this.#rewindTo !== undefined) return { after: this.#rewindTo };
    const start = startOf(await this.#options.position(), found && positionOf(found));
    if (found !== undefined && start !== 'continue')
      this.#options.log.warn(
        { view: this.#options.plan.view, start },
        'the database is behind what was acknowledged: it is delivered again',
      );
    return start;
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
      if (message.redelivered) metrics.redelivered.inc({ view: plan.view });
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
      const info = await this.#consumer.info();
      const pending = info.num_pending + info.num_ack_pending;
      this.#options.metrics.pending.set({ view: this.#options.plan.view }, pending);
      this.#proceed(info);
      await this.#options.positioned(positionOf(info), false);
      if (this.#rewindTo !== undefined) return;
      if (!this.#streamIsWhole()) return;
      if (pending === 0 && this.#queue.length === 0) {
        this.#progress.whole = true;
        await this.#options.caughtUp(asOf);
      } else if (!this.#progress.whole && this.#progress.acknowledged >= this.#progress.total) {
        // More came meanwhile, and comes: what there was at the start is here.
        this.#progress.whole = true;
        await this.#options.caughtUp(undefined);
      }
    } catch {
      // The broker is away or the consumer is gone: the running loop sees it too and says so.
    } finally {
      this.#checking = false;
    }
  }

  /**
   * Whether nothing pending means that everything is here: the owner may be filling its stream again, and says so. One that says
   * nothing for a while is down, or has no time to: then its stream is what there is.
   */
  #streamIsWhole(): boolean {
    const { since, complete, filling } = this.#heard;
    const isSilent = performance.now() - Math.max(since, filling) > OWNER_PATIENCE;
    return complete > filling || isSilent;
  }

  /** Counts what is acknowledged without a gap; a delivery that was repeated does not count. Says each tenth of a long way. */
  #proceed({ ack_floor, num_pending: pending, num_redelivered }: ConsumerInfo): void {
    if (num_redelivered > 0) this.#progress.from += num_redelivered;
    this.#progress.acknowledged = Math.max(0, ack_floor.consumer_seq - this.#progress.from);
    const { total, told } = this.#progress;
    const tenths = Math.floor(10 * this.progress);
    if (total < BATCH || tenths <= told) return;
    this.#progress.told = tenths;
    this.#options.log.info({ view: this.#options.plan.view, pending, total }, 'the replica is being filled');
  }
}

const positionOf = ({ created, ack_floor }: ConsumerInfo): ReplicaPosition => ({
  consumer: String(created),
  sequence: ack_floor.stream_seq,
});

const from = (start: Start): Pick<ConsumerConfig, 'deliver_policy' | 'opt_start_seq'> =>
  typeof start === 'object'
    ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.after + 1 }
    : { deliver_policy: DeliverPolicy.LastPerSubject };

function describe(error: unknown): string {
  if (error instanceof JetStreamApiError) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}
