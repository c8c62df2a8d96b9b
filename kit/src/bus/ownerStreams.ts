import { isDeepStrictEqual } from 'node:util';
import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  type Placement,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Bus } from './Bus.ts';
import { eventsStream, historyStream, viewsStream } from './subjects.ts';

/** How long the broker remembers message ids. Beyond it, sequences and event ids guard (PROTOCOL.md, "Publishing"). */
export const DUPLICATE_WINDOW = 120_000; // ms
const STREAM_NOT_FOUND = 10_059;

/** What would let others' messages in, or messages out elsewhere. */
const NOTHING_ELSE = { sources: [], republish: undefined, subject_transform: undefined } as unknown as StreamConfig;

/** What a stream can be told apart by: it changes when the broker lost its data. */
export interface StreamIdentity {
  readonly created: string;
  readonly lastSequence: number;
}

/** What an owner notices a loss by. */
export interface OwnerStreams {
  readonly views: StreamIdentity;
  readonly events: StreamIdentity;
}

/** Where the servers are that keep a stream, in a cluster. */
export interface StreamPlacement {
  /** Name of the cluster, where several are joined. */
  readonly cluster?: string;
  /** Only servers that have all of these tags. */
  readonly tags?: readonly string[];
}

/** How much a stream keeps: what is older is dropped by the broker. What is not given is not limited. */
export interface StreamLimits {
  /** In ms. */
  readonly maxAge?: number;
  readonly maxBytes?: number;
  readonly maxMessages?: number;
}

/** Options of {@link ensureOwnerStreams}. */
export interface OwnerStreamOptions {
  /** Copies of a new stream, in a cluster. Default 1. */
  readonly replicas?: number;
  /** Of a new stream, in a cluster. Default: the broker chooses. */
  readonly placement?: StreamPlacement | undefined;
  /** Of the events. Default: those of a stream that is there are left alone, a new one has none. */
  readonly eventLimits?: StreamLimits | undefined;
  /** Of the histories; as `eventLimits`. */
  readonly historyLimits?: StreamLimits | undefined;
}

/** What was done to a stream so that it is as it should be. */
export type StreamRepair = { readonly stream: string; readonly action: 'created' | 'corrected' };

type OwnerStreamConfig = Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>;

/**
 * Creates an owner's three streams (PROTOCOL.md, "Streams") or finds them; one that takes in anything but its owner's subjects is
 * corrected. Where the broker has permissions, only the operator may.
 * @returns what had to be done
 * @throws the broker's error: refused (see `isRefusal`) or away
 */
export async function ensureOwnerStreams(
  manager: JetStreamManager,
  unit: string,
  { replicas = 1, placement, eventLimits, historyLimits }: OwnerStreamOptions = {},
): Promise<readonly StreamRepair[]> {
  const place = placement === undefined ? {} : { placement: toPlacement(placement) };
  const repairs: StreamRepair[] = [];
  for (const config of ownerStreamConfigs(unit, eventLimits, historyLimits)) {
    const found = await findStream(manager, config.name);
    if (found === null) {
      await manager.streams.add({ ...config, num_replicas: replicas, ...place });
      repairs.push({ stream: config.name, action: 'created' });
    } else if (!isAsDeclared(found.config, config)) {
      await manager.streams.update(config.name, { ...config, ...NOTHING_ELSE });
      repairs.push({ stream: config.name, action: 'corrected' });
    }
  }
  return repairs;
}

/** The identity of an owner's streams as they are now, null while one is missing. @throws when the broker is away */
export async function findOwnerStreams(bus: Bus): Promise<OwnerStreams | null> {
  const [views, events, history] = await Promise.all([
    findStream(bus.manager, viewsStream(bus.unit)),
    findStream(bus.manager, eventsStream(bus.unit)),
    findStream(bus.manager, historyStream(bus.unit)),
  ]);
  if (views === null || events === null || history === null) return null;
  return { views: identity(views), events: identity(events) };
}

function ownerStreamConfigs(
  unit: string,
  eventLimits?: StreamLimits,
  historyLimits?: StreamLimits,
): readonly OwnerStreamConfig[] {
  const common = {
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    duplicate_window: nanos(DUPLICATE_WINDOW),
    allow_direct: false,
    allow_rollup_hdrs: true,
  };
  return [
    { ...common, name: viewsStream(unit), subjects: [`view.${unit}.>`], max_msgs_per_subject: 1 },
    { ...common, name: eventsStream(unit), subjects: [`event.${unit}.>`], ...toLimits(eventLimits) },
    { ...common, name: historyStream(unit), subjects: [`history.${unit}.>`], ...toLimits(historyLimits) },
  ];
}

/** The broker leaves out what is empty; its client's type wants both. */
const toPlacement = ({ cluster = '', tags = [] }: StreamPlacement): Placement => ({ cluster, tags: [...tags] });

/** All three, once one is configured: a limit that was taken out of the configuration is taken off the stream. */
function toLimits(limits: StreamLimits | undefined): Partial<StreamConfig> {
  if (limits === undefined) return {};
  const { maxAge = 0, maxBytes = -1, maxMessages = -1 } = limits;
  return { max_age: nanos(maxAge), max_bytes: maxBytes, max_msgs: maxMessages };
}

/** Limits that someone set by hand are theirs; what goes in and how it can be read is not. */
function isAsDeclared(found: StreamConfig, wanted: OwnerStreamConfig): boolean {
  const { sources = [], mirror, republish, subject_transform: transform } = found;
  const isPlain = sources.length === 0 && !mirror && !republish && !transform;
  const differs = Object.entries(wanted).some(
    ([name, value]) => !isDeepStrictEqual(found[name as keyof StreamConfig] ?? false, value),
  );
  return isPlain && !differs;
}

async function findStream(manager: JetStreamManager, name: string): Promise<StreamInfo | null> {
  try {
    return await manager.streams.info(name);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return null;
    throw error;
  }
}

function identity({ created, state }: StreamInfo): StreamIdentity {
  return { created: String(created), lastSequence: state.last_seq };
}
