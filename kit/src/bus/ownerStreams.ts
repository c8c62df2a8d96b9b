import { DiscardPolicy, RetentionPolicy, StorageType, type StreamInfo } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Bus } from './Bus.ts';
import { eventsStream, viewsStream } from './subjects.ts';

/** How long the broker remembers message ids. Beyond it, sequences and event ids guard (PROTOCOL.md, "Publishing"). */
const DUPLICATE_WINDOW = 120_000; // ms

/** What a stream can be told apart by: it changes when the broker lost its data. */
export interface StreamIdentity {
  readonly created: string;
  readonly lastSequence: number;
}

/** Creates an owner's two streams, or finds them. */
export async function ensureOwnerStreams(
  bus: Bus,
  replicas = 1,
): Promise<{ views: StreamIdentity; events: StreamIdentity }> {
  const { unit, manager } = bus;
  const common = {
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    duplicate_window: nanos(DUPLICATE_WINDOW),
    num_replicas: replicas,
    allow_direct: false,
  };
  const views = await manager.streams.add({
    ...common,
    name: viewsStream(unit),
    subjects: [`view.${unit}.>`],
    max_msgs_per_subject: 1,
    allow_rollup_hdrs: true,
  });
  const events = await manager.streams.add({
    ...common,
    name: eventsStream(unit),
    subjects: [`event.${unit}.>`],
    allow_rollup_hdrs: true,
  });
  return { views: identity(views), events: identity(events) };
}

/** The identity of an owner's streams as they are now. @throws when a stream is gone or the broker is away */
export async function readOwnerStreams(bus: Bus): Promise<{ views: StreamIdentity; events: StreamIdentity }> {
  const [views, events] = await Promise.all([
    bus.manager.streams.info(viewsStream(bus.unit)),
    bus.manager.streams.info(eventsStream(bus.unit)),
  ]);
  return { views: identity(views), events: identity(events) };
}

function identity({ created, state }: StreamInfo): StreamIdentity {
  return { created: String(created), lastSequence: state.last_seq };
}
