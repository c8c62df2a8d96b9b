import { AckPolicy, DeliverPolicy, JetStreamApiError, ReplayPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Bus } from '../bus/Bus.ts';
import { parkedDurableName, splitName, toToken } from '../bus/subjects.ts';
import type { ReactionEvent } from './Reaction.ts';
import type { ReactionPlan } from './ReactionPlan.ts';
import { toReactionEvent } from './toReactionEvent.ts';

const CONSUMER_NOT_FOUND = 10_014;
const INACTIVE = 10_000; // ms
const BATCH = 100;
const PATIENCE = 2_000; // ms

/**
 * Reads one event of one entity again, by its id: its sequence means nothing any more once the broker lost its data. The way
 * is a short-lived consumer that is filtered to the entity: all that a unit may use of another's stream is a consumer.
 * @returns null when the stream has no such event (any more)
 */
export async function readEvent(
  bus: Bus,
  plan: ReactionPlan,
  entityId: string,
  eventId: string,
): Promise<ReactionEvent | null> {
  const { stream, owner, entity, name } = plan;
  const event = splitName(name).name;
  const durable = parkedDurableName(bus.unit, event);
  const { consumers } = bus.manager;
  const forget = () =>
    consumers.delete(stream, durable).catch((error: unknown) => {
      if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_NOT_FOUND) throw error;
    });
  await forget();
  await consumers.add(stream, {
    durable_name: durable,
    filter_subject: `event.${owner}.${entity}.${event}.${toToken(entityId)}`,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ack_policy: AckPolicy.None,
    inactive_threshold: nanos(INACTIVE),
  });
  try {
    const consumer = await bus.client.consumers.get(stream, durable);
    let { num_pending: pending } = await consumer.info();
    while (pending > 0) {
      const before = pending;
      for await (const message of await consumer.fetch({ max_messages: Math.min(BATCH, pending), expires: PATIENCE })) {
        pending = message.info.pending;
        const found = toReactionEvent(plan, message);
        if (found?.id === eventId) return found;
      }
      if (pending === before) throw new Error(`${stream} did not deliver what it has of ${name} "${entityId}"`);
    }
    return null;
  } finally {
    await forget();
  }
}
