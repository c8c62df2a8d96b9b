import {
  AckPolicy,
  type Consumer,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiError,
  ReplayPolicy,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Connection } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { Bus } from '../bus/Bus.ts';
import type { ReactionPlan } from './ReactionPlan.ts';
import { keepPosition, type ReactorPosition, recallPosition, resumeAfter } from './ReactorPosition.ts';

/** Messages of one reaction under way or waiting; more are not delivered. */
export const MAX_UNDER_WAY = 256;
/** An acknowledgement that was lost is asked for again after this. */
const ACK_WAIT = 60_000; // ms
const CONSUMER_NOT_FOUND = 10_014;
/** In the consumer's metadata. */
const LIFE = 'wellspring-life';

/** A durable consumer that goes on. */
export interface ResumedConsumer {
  readonly consumer: Consumer;
  readonly position: ReactorPosition;
  /** Up to this stream sequence events were delivered before: whoever handled one of them may have died of it. */
  readonly delivered: number;
}

/**
 * The durable consumer of a reaction, from the first event that is not acknowledged, in order: it is made anew at its acknowledged
 * floor, or before that where the unit's database was set back. What the last holder was sent and did not acknowledge would otherwise
 * come late, after newer events of the same entity. Events that were handled come again; the inbox knows them.
 * @throws the broker's error: away, or there is no such stream yet
 */
export async function resumeConsumer(
  bus: Bus,
  connection: Connection,
  { stream, durable, filter }: ReactionPlan,
): Promise<ResumedConsumer> {
  const { consumers } = bus.manager;
  const former = await consumers.info(stream, durable).catch((error: unknown): ConsumerInfo | undefined => {
    if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return undefined;
    throw error;
  });
  const known = await recallPosition(connection, durable);
  const durableFacts = former && { life: former.config.metadata?.[LIFE], floor: former.ack_floor.stream_seq };
  const after = resumeAfter(durableFacts, known);
  const position: ReactorPosition =
    after === null || known === null
      ? { life: uuid(), sequence: 0, looks: 0 }
      : { ...known, sequence: after, looks: known.looks + 1 };
  if (former !== undefined) await consumers.delete(stream, durable);
  const start =
    position.sequence === 0
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: position.sequence + 1 };
  await consumers.add(stream, {
    ...start,
    durable_name: durable,
    filter_subject: filter,
    replay_policy: ReplayPolicy.Instant,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT),
    max_ack_pending: MAX_UNDER_WAY,
    max_deliver: -1,
    metadata: { [LIFE]: position.life },
  });
  await keepPosition(connection, durable, position);
  return {
    consumer: await bus.client.consumers.get(stream, durable),
    position,
    delivered: former?.delivered.stream_seq ?? 0,
  };
}
