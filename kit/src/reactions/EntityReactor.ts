import { setTimeout as delay } from 'node:timers/promises';
import { JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import type { Connection, mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Bus } from '../bus/Bus.ts';
import { splitName } from '../bus/subjects.ts';
import { crashPoint } from '../faults/crashPoint.ts';
import { inProcessSpan } from '../telemetry/messageSpans.ts';
import type { Clock } from '../unit/UnitContext.ts';
import type { Attempts } from './Attempts.ts';
import { EntityLanes } from './EntityLanes.ts';
import { EventIntake, type IncomingMessage } from './EventIntake.ts';
import { handleOnce } from './handleOnce.ts';
import { inboxId } from './inbox.ts';
import { lineOf, type ParkedEvents } from './ParkedEvents.ts';
import type { ReactionEvent } from './Reaction.ts';
import type { ReactionMetrics } from './ReactionMetrics.ts';
import type { ReactionPlan } from './ReactionPlan.ts';
import type { ReactorSessions } from './ReactorSessions.ts';
import { readEvent } from './readEvent.ts';
import { type RetryLimits, retryDelay } from './retryDelay.ts';
import { toReactionEvent } from './toReactionEvent.ts';
import { withDeadline } from './withDeadline.ts';

/** What the reactions to one entity work with. */
export interface EntityReactorOptions {
  /** The reactions to events of one entity of one owner. */
  readonly plans: readonly ReactionPlan[];
  readonly bus: Bus;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ReactionMetrics;
  readonly parked: ParkedEvents;
  readonly failed: Attempts;
  readonly sessions: ReactorSessions;
  /** Attempts before an event is parked. */
  readonly attempts: number;
  /** How long one attempt may take, in ms. */
  readonly timeout: number;
  readonly retry: RetryLimits;
  /** Attempts of different entities at once. */
  readonly width: number;
  /** How often it is looked for lines that are to be handled again, in ms. */
  readonly pollInterval: number;
  /** Whether this process is the active one, right now. */
  active(): boolean;
  /** Calls the handler inside the transaction. */
  call(plan: ReactionPlan, event: ReactionEvent, session: mongo.ClientSession): Promise<void>;
  /** Whether the unit's own database answers: a failure while it does not is not the event's. */
  databaseAnswers(): Promise<boolean>;
}

/** No failures: it stands behind another. */
interface Failure {
  readonly failures: number;
  readonly error: unknown;
}
type Outcome = 'done' | 'stopped' | Failure;

/** How an event is tried. */
interface Trial {
  /** A process may have died of it: each attempt is noted before it begins. */
  readonly doubtful: boolean;
  /** Whether an earlier event of the entity is parked: asked before each attempt. */
  blocked?(): Promise<boolean>;
}

/** From one opening of the consumers to their end. */
interface Session {
  readonly lanes: EntityLanes;
  readonly signal: AbortSignal;
  /** Ends it at once: no further work begins. */
  fail(error: unknown): void;
}

/** How often it is kept how far the consumers are. */
const POSITION_INTERVAL = 5_000; // ms
const REOPEN = { first: 250, last: 5_000 }; // ms

/** Reacts to the events of one entity of another unit: in order for each id, side by side for different ones. */
export class EntityReactor {
  readonly #options: EntityReactorOptions;
  /** Events that someone may have died of are tried one after the other, so that the one it was is found. */
  #alone: Promise<unknown> = Promise.resolve();
  /** There is one consumer to read parked events with. */
  #reading: Promise<unknown> = Promise.resolve();
  #fail: (error: Error) => void = () => undefined;

  constructor(options: EntityReactorOptions) {
    this.#options = options;
    // What was on its way when the connection broke would come late.
    options.bus.watch(
      () => undefined,
      () => this.#fail(new Error('NATS was disconnected')),
    );
  }

  /** Runs until `signal` is aborted; then what is under way is finished. */
  async run(signal: AbortSignal): Promise<void> {
    const { log, plans } = this.#options;
    let pause = 0;
    while (!signal.aborted) {
      try {
        await this.#react(signal, () => {
          pause = 0;
        });
      } catch (error) {
        if (signal.aborted) break;
        const facts = { events: plans.map(({ name }) => name), reason: describe(error) };
        if (pause === 0) log.warn(facts, 'reactions wait; no event is lost');
        pause = Math.min(Math.max(pause * 2, REOPEN.first), REOPEN.last);
        await delay(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** From the opening of the consumers to their end. */
  async #react(stop: AbortSignal, opened: () => void): Promise<void> {
    const { bus, connection, plans, width } = this.#options;
    const ending = new AbortController();
    const signal = AbortSignal.any([stop, ending.signal]);
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    let failure: unknown;
    const fail = (error: unknown): void => {
      failure ??= error;
      ending.abort();
    };
    const session: Session = { lanes: new EntityLanes(width), signal, fail };
    const intake = new EventIntake(bus, connection, plans, (incoming) => this.#take(incoming, session));
    this.#fail = fail;
    const polling = this.#pollRetries(session);
    let keeping: Promise<void> | undefined;
    try {
      await intake.open();
      opened();
      keeping = this.#keepPositions(intake, session);
      await Promise.race([intake.ended(), aborted]);
      if (failure !== undefined) throw failure;
    } finally {
      ending.abort();
      await intake.close();
      await Promise.all([polling, keeping]);
      await session.lanes.drained();
    }
  }

  async #keepPositions(intake: EventIntake, { signal, fail }: Session): Promise<void> {
    for (;;) {
      await delay(POSITION_INTERVAL, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await intake.keepPositions().catch(fail);
    }
  }

  #take({ plan, message, doubtful }: IncomingMessage, session: Session): void {
    const { log, metrics, parked } = this.#options;
    if (session.signal.aborted) return;
    const event = toReactionEvent(plan, message);
    if (event === null) {
      log.error(
        { event: plan.name, subject: message.subject, seq: message.seq },
        'an event message does not keep to the protocol: it is skipped',
      );
      metrics.unreadable.inc({ event: plan.name });
      message.term('not an event message');
      return;
    }
    const line = lineOf(plan.owner, plan.entity, event.entityId);
    this.#work(session, event.entityId, async () => {
      const outcome = await this.#attempt(session, plan, event, { doubtful, blocked: () => parked.hasLine(line) });
      if (outcome === 'stopped') return;
      if (outcome !== 'done') await this.#park(plan, event, message, outcome);
      message.ack();
    });
  }

  async #park(plan: ReactionPlan, event: ReactionEvent, message: JsMsg, { failures, error }: Failure): Promise<void> {
    const { parked, log, clock } = this.#options;
    const { owner, entity, name: handler, stream } = plan;
    const { id: eventId, entityId } = event;
    const line = lineOf(owner, entity, entityId);
    await parked.park(
      {
        ...{ handler, eventId, line, owner, entity, entityId, stream },
        ...{ sequence: message.seq, subject: message.subject, attempts: failures, at: clock.now() },
      },
      error,
    );
    await this.#options.failed.forget(inboxId(handler, eventId));
    if (failures === 0) log.warn({ event: handler, eventId, line }, 'an event is parked behind another');
    else log.error({ err: error, event: handler, eventId, line, failures }, 'an event is parked: it kept failing');
    await this.#countParked();
  }

  /** Work for one entity, in its turn. What fails around it (the database is away, a lease was lost) begins everything anew. */
  #work({ lanes, signal, fail }: Session, entityId: string, work: () => Promise<void>): void {
    lanes.add(entityId, async () => {
      // After a failure nothing later of the entity may go first.
      if (signal.aborted) return;
      try {
        await work();
      } catch (error) {
        fail(error);
      }
    });
  }

  /**
   * Tries until it went well or failed too often, in the life of this process and of those before it.
   * @throws when the unit's own database does not answer, or another process is the active one now
   */
  async #attempt(session: Session, plan: ReactionPlan, event: ReactionEvent, trial: Trial): Promise<Outcome> {
    const { attempts, retry, metrics, log, clock, active, databaseAnswers, failed } = this.#options;
    const { lanes, signal } = session;
    const id = inboxId(plan.name, event.id);
    let failures = trial.doubtful ? await failed.recall(id) : 0;
    let noted = failures > 0;
    let error: unknown = new Error(`${plan.name} "${event.id}": each process that handled it died of it`);
    while (failures < attempts) {
      if (signal.aborted) return 'stopped';
      if (!active()) throw new Error('the lease of the reactor was lost');
      const attempting = async (): Promise<void> => {
        if (!trial.doubtful) return;
        await failed.note(id, failures + 1);
        noted = true;
      };
      try {
        const handle = () =>
          lanes.turn(() => this.#handle(plan, event, { ...trial, attempting }), plan.turn?.(event as never));
        const outcome = await (trial.doubtful ? this.#handleAlone(handle) : handle());
        if (outcome === 'blocked') return { failures: 0, error: null };
        crashPoint('mid-reaction');
        if (noted) await failed.forget(id);
        metrics[outcome === 'handled' ? 'handled' : 'repeated'].inc({ event: plan.name });
        const lag = (clock.now().getTime() - event.at.getTime()) / 1_000;
        if (outcome === 'handled') metrics.lag.observe({ event: plan.name }, Math.max(0, lag));
        return 'done';
      } catch (reason) {
        if (!(await databaseAnswers())) {
          if (noted) failed.excuse(id, failures);
          throw reason;
        }
        failures += 1;
        error = reason;
        await failed.note(id, failures);
        noted = true;
        metrics.retried.inc({ event: plan.name });
        log.warn({ err: reason, event: plan.name, eventId: event.id, attempt: failures }, 'a reaction failed');
        if (failures < attempts) await delay(retryDelay(failures, retry), undefined, { signal }).catch(() => undefined);
      }
    }
    return { failures, error };
  }

  /** One attempt. */
  #handle(
    plan: ReactionPlan,
    event: ReactionEvent,
    { blocked, attempting }: Trial & { attempting(): Promise<void> },
  ): ReturnType<typeof handleOnce> {
    const { connection, clock, sessions, timeout, call } = this.#options;
    const subject = `event.${plan.owner}.${plan.entity}.${splitName(plan.name).name}`;
    return inProcessSpan(subject, event.traceparent, () =>
      handleOnce({
        ...{ connection, clock, handler: plan.name, eventId: event.id, attempting },
        ...(blocked === undefined ? {} : { blocked }),
        begin: (session) => sessions.note(session),
        work: (session) => withDeadline(`the reaction to ${plan.name}`, timeout, () => call(plan, event, session)),
      }),
    );
  }

  async #handleAlone<T>(handle: () => Promise<T>): Promise<T> {
    const turn = this.#alone.then(handle);
    this.#alone = turn.catch(() => undefined);
    return turn;
  }

  /** Looks for lines that an operator wants to be handled again. */
  async #pollRetries(session: Session): Promise<void> {
    const { plans, parked, pollInterval } = this.#options;
    const { signal, lanes, fail } = session;
    const { owner = '', entity = '' } = plans[0] ?? {};
    while (!signal.aborted) {
      try {
        await this.#countParked();
        for (const entityId of await parked.toRetry(owner, entity)) {
          if (lanes.idle(entityId)) this.#work(session, entityId, () => this.#retryLine(session, entityId));
        }
      } catch (error) {
        fail(error);
      }
      await delay(pollInterval, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Handles a parked line from its first event on; the first failure parks all of it again. */
  async #retryLine(session: Session, entityId: string): Promise<void> {
    const { plans, parked, bus, log } = this.#options;
    const { owner = '', entity = '' } = plans[0] ?? {};
    for (;;) {
      const first = await parked.first(lineOf(owner, entity, entityId));
      if (first === null || first.state !== 'retry') break;
      const { handler, eventId, line } = first;
      const plan = plans.find(({ name }) => name === handler);
      const event = plan === undefined ? null : await this.#read(() => readEvent(bus, plan, entityId, eventId));
      if (plan === undefined || event === null) {
        const why = plan === undefined ? 'this unit reacts to it no more' : 'its stream does not have it any more';
        await parked.failed(first, 0, new Error(`${handler} "${eventId}" cannot be handled: ${why}. Drop it.`));
        break;
      }
      const outcome = await this.#attempt(session, plan, event, { doubtful: true });
      if (outcome === 'stopped') break;
      if (outcome !== 'done') {
        log.error({ err: outcome.error, event: handler, eventId, line }, 'a parked event failed again');
        await parked.failed(first, outcome.failures, outcome.error);
        await this.#options.failed.forget(inboxId(handler, eventId));
        break;
      }
      await parked.remove(first);
      log.info({ event: handler, eventId, line }, 'a parked event is handled');
    }
    await this.#countParked();
  }

  /** One after the other. */
  async #read<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.#reading.then(read);
    this.#reading = turn.catch(() => undefined);
    return turn;
  }

  async #countParked(): Promise<void> {
    const { plans, parked, metrics } = this.#options;
    for (const [event, count] of await parked.count(plans.map(({ name }) => name)))
      metrics.parked.set({ event }, count);
  }
}

function describe(error: unknown): string {
  if (error instanceof JetStreamApiError) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}
