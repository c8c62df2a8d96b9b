import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiError,
  ReplayPolicy,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Bus } from '../bus/Bus.ts';
import { durableName, splitName, viewFilter, viewsStream } from '../bus/subjects.ts';
import type { ReplicaPosition, Start } from './ReplicaPosition.ts';

/** What a durable consumer of a view is asked for. */
export interface DurableLimits {
  /** What is not acknowledged within this is delivered again, in ms. */
  readonly ackWait: number;
  /** Delivered and not acknowledged, by all processes together. */
  readonly maxAckPending: number;
}

const CONSUMER_NOT_FOUND = 10_014;

/**
 * Finds or creates the durable consumer of a view (PROTOCOL.md, "Consuming").
 * @param decide where it has to start, given what there is
 * @throws the broker's error, also when the stream is missing
 */
export async function ensureDurable(
  bus: Bus,
  view: string,
  { ackWait, maxAckPending }: DurableLimits,
  decide: (found: ConsumerInfo | undefined) => Promise<Start>,
): Promise<{ readonly info: ConsumerInfo; readonly start: Start }> {
  const { unit: owner, name } = splitName(view);
  const stream = viewsStream(owner);
  const durable = durableName(bus.unit, name);
  const { consumers } = bus.manager;
  const orMissing = (error: unknown): undefined => {
    if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_NOT_FOUND) throw error;
  };
  const found = await consumers.info(stream, durable).catch(orMissing);
  const start = await decide(found);
  if (start !== 'continue' && found !== undefined) await consumers.delete(stream, durable).catch(orMissing);
  const { deliver_policy, opt_start_seq } = start === 'continue' && found !== undefined ? found.config : from(start);
  const info = await consumers.add(stream, {
    durable_name: durable,
    filter_subject: viewFilter(owner, name),
    deliver_policy,
    ...(opt_start_seq === undefined ? {} : { opt_start_seq }),
    replay_policy: ReplayPolicy.Instant,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWait),
    max_ack_pending: maxAckPending,
    max_deliver: -1,
  });
  return { info, start };
}

export const positionOf = ({ created, ack_floor }: ConsumerInfo): ReplicaPosition => ({
  consumer: String(created),
  sequence: ack_floor.stream_seq,
});

const from = (start: Start): Pick<ConsumerConfig, 'deliver_policy' | 'opt_start_seq'> =>
  typeof start === 'object'
    ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: start.after + 1 }
    : { deliver_policy: DeliverPolicy.LastPerSubject };
