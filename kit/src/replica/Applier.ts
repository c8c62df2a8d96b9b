import { setTimeout as delay } from 'node:timers/promises';
import {
  type Consumer,
  type ConsumerInfo,
  type ConsumerMessages,
  JetStreamApiError,
  JetStreamError,
  type JsMsg,
} from '@nats-io/jetstream';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { durableName, splitName, viewsStream } from '../bus/subjects.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { mutated } from '../faults/mutation.ts';
import { Doorbell } from '../owner/Doorbell.ts';
import type { UnitMetrics } from '../server/UnitMetrics.ts';
import { inBatchSpans } from '../telemetry/messageSpans.ts';
import type { Clock } from '../unit/UnitContext.ts';
import { ensureDurable, positionOf } from './ensureDurable.ts';
import { FillProgress } from './FillProgress.ts';
import { type Start, startOf } from './ReplicaPosition.ts';
import type { ReplicaPlan, ReplicaRow } from './ReplicaRow.ts';
import type { ReplicaState } from './ReplicaState.ts';
import { readViewMessage } from './readViewMessage.ts';

/** What an applier works with. */
export interface ApplierOptions {
  readonly plan: ReplicaPlan;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  readonly state: ReplicaState;
  /** Writes rows to the majority and announces them. */
  apply(rows: readonly ReplicaRow[]): Promise<void>;
  /** The database was set back: what is cached may be newer than it. */
  setBack(): void;
}

/** Rows written at once, and messages fetched at once: as many are applied while as many are on their way. */
const BATCH = 500;
/** What a process that died held is delivered again after this; who is alive says so in time, however long a write takes. */
const ACK_WAIT = 5_000; // ms
/** A fetch that a broker forgot, because its leader died, is given up when two heartbeats, half of this each, did not come. */
const PULL = 3_000; // ms
const CHECK_INTERVAL = 500; // ms
/** How often the durable is looked at when nothing comes. */
const IDLE_CHECK_INTERVAL = 5_000; // ms
/** How often a process that is superseded looks whether it still is. */
const STANDBY_INTERVAL = 2_000; // ms
const RETRY = { first: 250, last: 5_000 }; // ms

/**
 * The consumer's loop that brings a replica up to date: a durable pull consumer with the one filter it is allowed
 * (PROTOCOL.md, "Consuming"). It fetches, applies and acknowledges, and fetches ahead once, so that the database never waits for the
 * broker; more than that is never held. Messages are acknowledged after the write; a crash before that repeats them, harmlessly.
 */
export class Applier {
  readonly #options: ApplierOptions;
  readonly #queue: JsMsg[] = [];
  #applying: readonly JsMsg[] = [];
  #consumer: Consumer | undefined;
  /** The birthday of the durable that is pulled from: another one of its name has delivered nothing to this process. */
  #created = '';
  #messages: ConsumerMessages | undefined;
  #stopping = false;
  #flushing: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #checking = false;
  #checkedAt = 0;
  readonly #bell = new Doorbell();
  /** Rings when what waits was taken. */
  readonly #taken = new Doorbell();
  /** Where to start over, once the database was set back. */
  #rewindTo: number | undefined;
  #progress = new FillProgress();

  constructor(options: ApplierOptions) {
    this.#options = options;
  }

  /** From 0 to 1: how much of what was pending at the start is applied. */
  get progress(): number {
    return this.#progress.share;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    await this.#messages?.close().catch(() => undefined);
    await this.#flushing;
    const patience = delay(1_000, undefined, { ref: false });
    await Promise.race([this.#running, patience]);
    await Promise.race([this.#keepLast(), patience]);
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
        const consumer = await this.#ensureConsumer();
        if (consumer === null) {
          await this.#bell.wait(STANDBY_INTERVAL);
          continue;
        }
        this.#consumer = consumer;
        void this.#check(undefined);
        const ticking = setInterval(() => this.#tick(), CHECK_INTERVAL);
        await this.#pull(consumer, () => {
          pause = 0;
        }).finally(() => clearInterval(ticking));
      } catch (error) {
        if (pause === 0)
          log.warn(
            { view: plan.view, reason: describe(error) },
            'the replica waits for its stream; its rows go on being served',
          );
        pause = Math.min(Math.max(pause * 2, RETRY.first), RETRY.last);
        this.#consumer = undefined;
        this.#forget();
        if (!this.#stopping) await this.#bell.wait(pause);
      }
    }
  }

  /** @returns null while processes with other fields fill the replica */
  async #ensureConsumer(): Promise<Consumer | null> {
    const { bus, plan, state } = this.#options;
    const claim = await state.claim();
    if (claim === 'superseded') {
      this.#consumer = undefined;
      return null;
    }
    const limits = { ackWait: ACK_WAIT, maxAckPending: 4 * BATCH };
    const { info, start } = await ensureDurable(bus, plan.view, limits, (found) =>
      this.#decide(found, claim === 'anew'),
    );
    const position = positionOf(info);
    if (start !== 'continue' || (await state.position())?.consumer !== position.consumer)
      await state.begun(position, start === 'anew');
    this.#rewindTo = undefined;
    this.#created = String(info.created);
    this.#progress = new FillProgress(info);
    const { unit: owner, name } = splitName(plan.view);
    return bus.client.consumers.get(viewsStream(owner), durableName(bus.unit, name));
  }

  async #decide(found: ConsumerInfo | undefined, anew: boolean): Promise<Start> {
    const { state, log, plan } = this.#options;
    if (anew || this.#rewindTo === 0) return 'anew';
    if (this.#rewindTo !== undefined) return { after: this.#rewindTo };
    const start = startOf(await state.position(), found && positionOf(found));
    if (found !== undefined && start !== 'continue')
      log.warn({ view: plan.view, start }, 'the database is behind what was acknowledged: it is delivered again');
    return start;
  }

  /** Fetches until it is told to begin again, or to stop. @throws when the durable or the stream is gone */
  async #pull(consumer: Consumer, came: () => void): Promise<void> {
    const created = this.#created;
    while (!this.#stopping && this.#rewindTo === undefined && created === this.#created) {
      const messages = await consumer.fetch({ max_messages: BATCH, expires: PULL, idle_heartbeat: PULL / 2 });
      this.#messages = messages;
      if (this.#stopping) await messages.close();
      try {
        for await (const message of messages) {
          if (created !== this.#created) break;
          this.#queue.push(message);
          this.#flushing ??= this.#flush();
        }
      } catch (error) {
        // A leader that died forgot the fetch: whether the durable is still there shows at the next one.
        if (!isLostFetch(error)) throw error;
        await consumer.info();
      }
      came();
      // What waits is taken first: then what is applied and what is fetched ahead is all that this process holds.
      while (this.#queue.length > 0) await this.#taken.wait(CHECK_INTERVAL);
    }
  }

  /** Begins again: claims, finds the durable, fetches. */
  #again(): void {
    this.#forget();
    void this.#messages?.close().catch(() => undefined);
  }

  /** What waits is another durable's from here on. */
  #forget(): void {
    this.#created = '';
    this.#queue.length = 0;
    this.#taken.ring();
  }

  async #flush(): Promise<void> {
    // One turn later a burst has become a batch.
    await new Promise(setImmediate);
    const alive = setInterval(() => {
      for (const message of [...this.#applying, ...this.#queue]) message.working();
    }, ACK_WAIT / 3);
    try {
      while (this.#queue.length > 0) {
        this.#applying = this.#queue.splice(0, BATCH);
        this.#taken.ring();
        await this.#applyBatch(this.#applying);
      }
    } catch (error) {
      // An acknowledgement could not be sent: these messages come again, and so do those that waited behind them.
      this.#queue.length = 0;
      this.#taken.ring();
      this.#options.log.warn({ err: error, view: this.#options.plan.view }, 'a batch was not acknowledged');
    } finally {
      clearInterval(alive);
      this.#applying = [];
      this.#flushing = undefined;
    }
  }

  async #applyBatch(messages: readonly JsMsg[]): Promise<void> {
    const { plan, clock, log, metrics, state } = this.#options;
    const created = this.#created;
    const rows: ReplicaRow[] = [];
    const readable: JsMsg[] = [];
    let marker: { whole: boolean; sequence: number } | undefined;
    for (const message of messages) {
      if (message.redelivered) metrics.redelivered.inc({ view: plan.view });
      const news = readViewMessage(plan, message);
      if (news === null) {
        log.error(
          { view: plan.view, subject: message.subject, seq: message.seq },
          'a message does not keep to the protocol: it is skipped',
        );
        metrics.unreadable.inc({ view: plan.view });
        message.term('not a view message');
        continue;
      }
      readable.push(message);
      if ('row' in news) rows.push(news.row);
      else marker = { whole: news.whole, sequence: message.seq };
    }
    if (mutated('ack-before-write')) {
      for (const message of readable) message.ack();
      await this.#options.bus.connection.flush();
    }
    try {
      await inBatchSpans(
        `view.${plan.view}`,
        () => readable.map(({ headers }) => headers?.get('traceparent')),
        () => this.#options.apply(rows),
      );
      if (marker !== undefined) await state.mark(marker.whole ? marker.sequence : undefined);
    } catch (error) {
      log.warn({ err: error, view: plan.view, rows: rows.length }, 'rows could not be written: they come again');
      for (const message of readable) message.nak(1_000);
      return;
    }
    const now = clock.now().getTime();
    for (const { at } of rows) metrics.lag.observe({ view: plan.view }, Math.max(0, now - at.getTime()) / 1_000);
    crashPoint('before-ack');
    // Acknowledged to the durable that it came from only: another one of its name is filled by others, or from the beginning.
    if (created === '' || !(await this.#isPulledFrom(created))) return;
    for (const message of readable) message.ack();
    if (!this.#progress.whole && readable.at(-1)?.info.pending === 0) void this.#check(undefined);
  }

  async #isPulledFrom(created: string): Promise<boolean> {
    const info = await this.#consumer?.info();
    if (String(info?.created) === created) return true;
    this.#again();
    return false;
  }

  #tick(): void {
    const isDue = performance.now() - this.#checkedAt > IDLE_CHECK_INTERVAL;
    if (!this.#progress.whole || isDue) void this.#check(undefined);
  }

  /** Asks the broker whether anything is pending; one check at a time. */
  async #check(asOf: Date | undefined): Promise<void> {
    if (this.#checking || this.#stopping || this.#consumer === undefined) return;
    this.#checking = true;
    this.#checkedAt = performance.now();
    try {
      const { plan, metrics, state } = this.#options;
      const info = await this.#consumer.info();
      if (String(info.created) !== this.#created) return this.#again();
      const pending = info.num_pending + info.num_ack_pending;
      metrics.pending.set({ view: plan.view }, pending);
      if (this.#progress.proceed(info, BATCH))
        this.#options.log.info(
          { view: plan.view, pending: info.num_pending, total: this.#progress.total },
          'the replica is being filled',
        );
      if (!(await this.#keep(info))) return;
      const isEmpty = pending === 0 && this.#queue.length === 0;
      if (!isEmpty && (this.#progress.whole || !this.#progress.reached)) return;
      if (!state.ready && !(await this.#streamIsWhole(info, isEmpty))) return;
      this.#progress.end();
      await state.caughtUp(isEmpty ? asOf : undefined);
    } catch {
      // The broker is away or the consumer is gone: the running loop sees it too and says so.
    } finally {
      this.#checking = false;
    }
  }

  /** @returns false when it has to begin again */
  async #keep(info: ConsumerInfo): Promise<boolean> {
    const kept = await this.#options.state.keep(positionOf(info));
    if (kept === 'kept') return true;
    if (kept !== 'superseded') {
      this.#rewindTo = kept.after;
      this.#options.setBack();
    }
    this.#again();
    return false;
  }

  /** Nothing pending means that everything is here only where the stream says that it is whole (PROTOCOL.md, "Whole"). */
  async #streamIsWhole(info: ConsumerInfo, isEmpty: boolean): Promise<boolean> {
    const whole = await this.#options.state.whole();
    return whole !== undefined && (isEmpty || info.ack_floor.stream_seq >= whole);
  }

  /** What was acknowledged last need not be delivered again. */
  async #keepLast(): Promise<void> {
    try {
      const info = await this.#consumer?.info();
      if (info !== undefined && String(info.created) === this.#created)
        await this.#options.state.keep(positionOf(info), true);
    } catch {
      // Then it is.
    }
  }
}

/** The client gave the fetch up, because heartbeats were missed; what the broker says has a code. */
const isLostFetch = (error: unknown): boolean => error instanceof JetStreamError && !('code' in error);

function describe(error: unknown): string {
  if (error instanceof JetStreamApiError) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}
