import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import type { Bus } from '../bus/Bus.ts';
import { OrderedMerge } from './OrderedMerge.ts';
import type { ReactionPlan } from './ReactionPlan.ts';
import { MAX_UNDER_WAY, resumeConsumer } from './resumeConsumer.ts';

/** A message that came in, and the reaction it is for. */
export interface IncomingMessage {
  readonly plan: ReactionPlan;
  readonly message: JsMsg;
}

/** An idle consumer is asked again after this whether it has something earlier. */
const ASK_AGAIN = 25; // ms

/**
 * The events of one entity that a unit reacts to, in the order of their stream, each once: one consumer a kind of event (the
 * broker allows no other), put back in order. After a loss of the connection it is to be opened anew.
 */
export class EventIntake {
  readonly #bus: Bus;
  readonly #plans: readonly ReactionPlan[];
  readonly #merge: OrderedMerge<IncomingMessage>;
  readonly #take: (incoming: IncomingMessage) => void;
  /** How many deliveries of each consumer came in. */
  readonly #delivered: number[];
  #consumers: Consumer[] = [];
  #messages: ConsumerMessages[] = [];
  #asking = false;
  #closed = false;
  readonly #failed = Promise.withResolvers<never>();

  /** @param take gets each message once, in order */
  constructor(bus: Bus, plans: readonly ReactionPlan[], take: (incoming: IncomingMessage) => void) {
    this.#bus = bus;
    this.#plans = plans;
    this.#take = take;
    this.#merge = new OrderedMerge(plans.length);
    this.#delivered = plans.map(() => 0);
    this.#failed.promise.catch(() => undefined);
  }

  /** Opens the consumers. @throws the broker's error: away, or there is no such stream yet */
  async open(): Promise<void> {
    for (const plan of this.#plans) this.#consumers.push(await resumeConsumer(this.#bus, plan));
    for (const [source, consumer] of this.#consumers.entries()) {
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

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#messages.map((messages) => messages.close().catch(() => undefined)));
  }

  #receive(source: number, message: JsMsg): void {
    const plan = this.#plans[source];
    if (plan === undefined || this.#closed) return;
    this.#delivered[source] = Math.max(this.#delivered[source] ?? 0, message.info.deliverySequence);
    // Its acknowledgement was lost or is still to come: behind what it was sent as first, it is found to be done.
    if (message.redelivered) {
      this.#take({ plan, message });
      return;
    }
    this.#merge.add(source, message.seq, { plan, message });
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
            const info = await this.#consumers[source]?.info();
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
