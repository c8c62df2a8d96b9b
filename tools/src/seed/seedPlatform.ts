import { isOperationFailed, OperationFailed } from '../client/OperationFailed.ts';
import { requireData } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import { phases } from './phases.ts';
import { planMembers } from './planMembers.ts';
import { planProducts } from './planProducts.ts';
import { readCatalog } from './readCatalog.ts';
import type { PhaseReport, SeedWorld } from './SeedPhase.ts';
import type { SeedTarget } from './SeedTarget.ts';

export interface SeedOptions {
  /** The gateway's GraphQL address, or one address a unit. */
  readonly endpoint: string | SeedTarget;
  /** The units that run: what needs another is left out. */
  readonly units: readonly string[];
  /** Default 200. */
  readonly members?: number;
  /** Default 1_000. */
  readonly orders?: number;
  /** Another seed makes other members and orders up. Default 1. */
  readonly seed?: number;
  /** How long to wait for the endpoint to answer for all units. Default 60_000 ms. */
  readonly waitMs?: number;
  /** Called after every item of a phase. */
  readonly onProgress?: (phase: string, done: number, total: number) => void;
}

/** What was loaded, phase by phase, in order. */
export interface SeedReport {
  readonly phases: Readonly<Record<string, PhaseReport>>;
  readonly seconds: number;
}

/**
 * Fills a platform with the sample data, through the units' own mutations. Can be broken off and repeated: what is there
 * is left alone.
 * @throws OperationFailed `UNREACHABLE` when the endpoint does not answer for all units within `waitMs`; with the unit's
 *   code when it refuses something
 * @throws Error when the platform holds fewer items at the end than were loaded
 */
export async function seedPlatform(options: SeedOptions): Promise<SeedReport> {
  const { endpoint, units, members = 200, orders = 1_000, seed = 1, waitMs = 60_000, onProgress = () => {} } = options;
  const target: SeedTarget = typeof endpoint === 'string' ? () => endpoint : endpoint;
  const world: Omit<SeedWorld, 'onDone'> = {
    target,
    seed,
    orders,
    products: planProducts(readCatalog()),
    members: planMembers(members, seed),
    productIds: new Map(),
    memberIds: new Map(),
    orderIds: new Map(),
    videoIds: new Map(),
  };
  for (const unit of units) await waitForUnit(target(unit), waitMs);
  const start = performance.now();
  const reports: [string, PhaseReport][] = [];
  for (const { name, needs, run } of phases) {
    if (!needs.every((unit) => units.includes(unit))) continue;
    const onDone = (done: number, total: number): void => onProgress(name, done, total);
    reports.push([name, await run({ ...world, onDone })]);
  }
  return { phases: Object.fromEntries(reports), seconds: (performance.now() - start) / 1_000 };
}

async function waitForUnit(url: string, waitMs: number): Promise<void> {
  await waitFor(() => requireData(url, { query: '{ __typename }' }), {
    deadlineMs: waitMs,
    pauseMs: 100,
    isTransient: (error) => isOperationFailed(error),
    timedOut: (error) => {
      const { message } = error as OperationFailed;
      const told = `The platform did not answer for all units within ${waitMs / 1_000} s. ${message}`;
      return new OperationFailed('UNREACHABLE', told, url, error);
    },
  });
}
