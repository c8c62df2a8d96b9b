import { isOperationFailed } from '../client/OperationFailed.ts';
import { type Operation, requireData } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import { bounded } from './bounded.ts';

/** Where a unit's part of the graph is asked: the gateway for all, or the unit itself. */
export type SeedTarget = (unit: string) => string;

/** Who adds products. */
export const SEED_STAFF = 'staff:seed';

/** How many items of a phase are worked on at a time. */
export const CONCURRENCY = 8;

/** How many requests of all phases are under way at a time: enough to keep two cores busy, too few to make anything wait long. */
const requests = bounded(12);

/** Failures that pass by themselves. */
const TRANSIENT = [
  'UNREACHABLE',
  'GATEWAY_NOT_READY',
  'SUBGRAPH_UNAVAILABLE',
  'UNIT_NOT_READY',
  'DATABASE_UNAVAILABLE',
  'REPLICA_NOT_READY',
  'REPLICA_UNAVAILABLE',
  'CONFLICT',
];

/**
 * Sends an operation again while it fails in a way that passes, for 30 s. Safe for what the seed sends: a second try of
 * something that was done is answered with a code that says so, or with the same order.
 * @param alsoTransient codes that pass here: right after a join, another unit's copy may still be on its way
 */
export function persist<Data>(url: string, operation: Operation, ...alsoTransient: readonly string[]): Promise<Data> {
  return waitFor(() => requests(() => requireData<Data>(url, operation)), {
    deadlineMs: 30_000,
    isTransient: (error) => isOperationFailed(error, ...TRANSIENT, ...alsoTransient),
  });
}
