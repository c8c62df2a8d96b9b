import { AckPolicy, type Consumer, DeliverPolicy, JetStreamApiError, ReplayPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Bus } from '../bus/Bus.ts';
import type { ReactionPlan } from './ReactionPlan.ts';

/** Messages of one reaction under way or waiting; more are not delivered. */
export const MAX_UNDER_WAY = 256;
/** An acknowledgement that was lost is asked for again after this. */
const ACK_WAIT = 60_000; // ms
const CONSUMER_NOT_FOUND = 10_014;

/**
 * The durable consumer of a reaction, from the first event that is not acknowledged, in order: it is made anew at its acknowledged
 * floor. What the last holder was sent and did not acknowledge would otherwise come late, after newer events of the same entity.
 * Events above the floor that were handled come again; the inbox knows them.
 * @throws the broker's error: away, or there is no such stream yet
 */
export async function resumeConsumer(bus: Bus, { stream, durable, filter }: ReactionPlan): Promise<Consumer> {
  const { consumers } = bus.manager;
  const floor = await consumers.info(stream, durable).then(
    ({ ack_floor }) => ack_floor.stream_seq,
    (error: unknown) => {
      if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return null;
      throw error;
    },
  );
  if (floor !== null) await consumers.delete(stream, durable);
  const start =
    floor === null || floor === 0
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: floor + 1 };
  await consumers.add(stream, {
    ...start,
    durable_name: durable,
    filter_subject: filter,
    replay_policy: ReplayPolicy.Instant,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT),
    max_ack_pending: MAX_UNDER_WAY,
    max_deliver: -1,
  });
  return bus.client.consumers.get(stream, durable);
}
