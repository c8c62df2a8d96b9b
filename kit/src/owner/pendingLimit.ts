import { WellspringError } from '../errors/WellspringError.ts';

/** Business events that may wait in one document for the relay, unless set otherwise. */
export const PENDING_LIMIT = 1_000;

/**
 * Refuses a write that would leave more than `limit` events waiting in one document. `waiting` is what the document held at the
 * revision that the write is guarded by: since then only the relay can have changed the list, and it only removes. So a write that passes
 * here and lands does not exceed the limit.
 * @throws WellspringError EVENTS_PENDING_LIMIT
 */
export function assertPendingRoom(
  entity: string,
  id: string,
  { waiting, added, limit = PENDING_LIMIT }: { waiting: number; added: number; limit?: number | undefined },
): void {
  if (added === 0 || waiting + added <= limit) return;
  throw tooManyPending(entity, id, { waiting, added, limit });
}

/** The part of a filter that has room for `added` more events: for writes that no revision guards. */
export function roomFor(added: number, limit: number = PENDING_LIMIT): Record<string, unknown> {
  return added === 0 ? {} : { [`_stamp.events.${limit - added}`]: { $exists: false } };
}

export function tooManyPending(
  entity: string,
  id: string,
  { waiting, added, limit }: { waiting: number; added: number; limit: number },
): WellspringError {
  return new WellspringError(
    'EVENTS_PENDING_LIMIT',
    `${entity} "${id}": ${waiting} business events wait in it to be published and this write records ${added}; expected ${limit} at most. Is its relay running, and the broker up?`,
    { details: { entity, id, waiting, added, limit } },
  );
}
