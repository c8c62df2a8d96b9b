import { JetStreamApiError } from '@nats-io/jetstream';
import type { mongo } from 'mongoose';
import type { Bus } from '../bus/Bus.ts';
import { eventSubject, eventsStream, toToken } from '../bus/subjects.ts';
import { crashPoint } from '../faults/crashPoint.ts';

/** The event that an entity was erased, as the owner's archive holds it: it is its own to-do. */
export interface ErasureFact {
  readonly _id: string;
  /** `MemberErased` */
  readonly type: string;
  /** GraphQL type name. */
  readonly entity: string;
  readonly entityId: string;
  /** Passes that are done; absent before the first. */
  readonly purges?: number;
  /** When the next pass is due. */
  readonly purgeAt?: Date;
}

const STREAM_NOT_FOUND = 10_059;

/**
 * Removes everything that was told of an entity but the fact of its erasure: events from the archive first, so that nothing is
 * refilled from it, then events and history from the broker (PROTOCOL.md, "Erasure"). Doing it again does nothing more.
 * @throws the broker's or the database's error when it is away
 */
export async function purgeEntity(
  bus: Bus,
  archive: mongo.Collection<ErasureFact>,
  { _id, type, entity, entityId }: ErasureFact,
): Promise<void> {
  await archive.deleteMany({ entity, entityId, _id: { $ne: _id } });
  crashPoint('mid-erasure');
  const { unit, manager } = bus;
  const fact = eventSubject(unit, entity, type, entityId);
  const ofEntity = eventSubject(unit, entity, '*', entityId);
  const { state } = await manager.streams.info(eventsStream(unit), { subjects_filter: ofEntity });
  for (const subject of Object.keys(state.subjects ?? {})) {
    if (subject !== fact) await manager.streams.purge(eventsStream(unit), { filter: subject });
  }
  const ofHistory = `history.${unit}.*.${toToken(entityId)}`;
  await manager.streams.purge(`HISTORY_${unit}`, { filter: ofHistory }).catch((error: unknown) => {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
  });
}
