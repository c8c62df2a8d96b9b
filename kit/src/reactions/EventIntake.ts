import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import type { Connection } from 'mongoose';
import type { Bus } from '../bus/Bus.ts';
import { OrderedMerge } from './OrderedMerge.ts';
import type { ReactionPlan } from './ReactionPlan.ts';
import { keepPosition, type ReactorPosition, recallPosition } from './ReactorPosition.ts';
import { MAX_UNDER_WAY, type ResumedConsumer, resumeConsumer } from './resumeConsumer.ts';

/** A message that came in, and the reaction it is for. */
export interface IncomingMessage {
  readonly plan: ReactionPlan;
  readonly message: JsMsg;
  /** It was delivered to an earlier holder, who may have died of it. */
  readonly doubtful: boolean;
}

/** An idle consumer is asked again after this whether it has something earlier. */
const ASK_AGAIN = 25; // ms

/**
 * The events of one entity that a unit reacts to, in the order of their stream, each once: one consumer a kind of event (the
 * broker allows no other), put back in order. After a loss of the connection it is to be opened anew.
 */
export class EventIntake {
  readonly #bus: Bus;
  readonly #connection: Connection;
  readonly #plans: readonly ReactionPlan[];
  readonly #merge: OrderedMerge<IncomingMessage>;
  readonly #take: (incoming: IncomingMessage) => void;
  /** How many deliveries of each consumer came in. */
  readonly #delivered: number[];
  #consumers: ResumedConsumer[] = [];
  /** As this process wrote them last. */
  readonly #positions: ReactorPosition[] = [];
  #messages: ConsumerMessages[] = [];
  #asking = false;
  #closed = false;
  readonly #failed = Promise.withResolvers<never>();

  /** @param take gets each message once, in order */
  constructor(
    bus: Bus,
    connection: Connection,
    plans: readonly ReactionPlan[],
    take: (incoming: IncomingMessage) => void,
  ) {
    this.#bus = bus;
    this.#connection = connection;
    this.#plans = plans;
    this.#take = take;
    this.#merge = new OrderedMerge(plans.length);
    this.#delivered = plans.map(() => 0);
    this.#failed.promise.catch(() => undefined);
  }

  /** Opens the consumers. @throws the broker's error: away, or there is no such stream yet */
  async open(): Promise<void> {
    for (const plan of this.#plans) {
      const resumed = await resumeConsumer(this.#bus, this.#connection, plan);
      this.#consumers.push(resumed);
      this.#positions.push(resumed.position);
    }
    for (const [source, { consumer }] of this.#consumers.entries()) {
      this.#messages.push(
        await consumer.consume({
          max_messages: MAX_UNDER_WAY,
          abort_on_missing_resource: true,
          callback: (message) => this.#receive(source, message),
        }),
      );
    }
  }

  /** Resolves when it was closed. @throws when a consumer or the connection is lost */
  async ended(): Promise<void> {
    const ends = this.#messages.map(async (messages) => {
      const reason = await messages.closed();
      if (reason instanceof Error) throw reason;
    });
    await Promise.race([...ends, this.#failed.promise]);
  }

  /**
   * Keeps in the database how far each consumer is. To be called now and then.
   * @throws when the database does not hold what was kept last: it was set back, so the consumers are to be opened anew
   */
  async keepPositions(): Promise<void> {
    for (const [source, { consumer }] of this.#consumers.entries()) {
      const [plan, mine] = [this.#plans[source], this.#positions[source]];
      if (plan === undefined || mine === undefined || this.#closed) return;
      const { ack_floor } = await consumer.info();
      const stored = await recallPosition(this.#connection, plan.durable);
      if (stored?.life !== mine.life || stored.looks !== mine.looks)
        throw new Error(`the database was set back: what was handled of ${plan.name} since then comes again`);
      const next = { ...mine, sequence: Math.max(mine.sequence, ack_floor.stream_seq), looks: mine.looks + 1 };
      await keepPosition(this.#connection, plan.durable, next);
      this.#positions[source] = next;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#messages.map((messages) => messages.close().catch(() => undefined)));
  }

  #receive(source: number, message: JsMsg): void {
    const plan = this.#plans[source];
    if (plan === undefined || this.#closed) return;
    this.#delivered[source] = Math.max(this.#delivered[source] ?? 0, message.info.deliverySequence);
    const incoming = { plan, message, doubtful: message.seq <= (this.#consumers[source]?.delivered ?? 0) };
    // Its acknowledgement was lost or is still to come: behind what it was sent as first, it is found to be done.
    if (message.redelivered) {
      this.#take(incoming);
      return;
    }
    this.#merge.add(source, message.seq, incoming);
    this.#letOut();
  }

  #letOut(): void {
    for (const incoming of this.#merge.take()) this.#take(incoming);
    if (this.#merge.lagging().length > 0) void this.#askIdle();
  }

  /** Asks the consumers that a message waits for; one round at a time. */
  async #askIdle(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (!this.#closed) {
        const lagging = this.#merge.lagging();
        if (lagging.length === 0) return;
        const { highest } = this.#merge; // all of these are in the stream before the consumers are asked
        await Promise.all(
          lagging.map(async (source) => {
            const info = await this.#consumers[source]?.consumer.info();
            if (info === undefined) return;
            const received = this.#delivered[source] ?? 0;
            if (info.num_pending === 0 && info.delivered.consumer_seq <= received) this.#merge.reached(source, highest);
          }),
        );
        for (const incoming of this.#merge.take()) this.#take(incoming);
        if (this.#merge.lagging().length > 0) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      }
    } catch (error) {
      this.#failed.reject(error);
    } finally {
      this.#asking = false;
    }
  }
}
