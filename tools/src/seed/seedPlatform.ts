import { isOperationFailed, OperationFailed } from '../client/OperationFailed.ts';
import { requireData } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import { phases } from './phases.ts';
import { planMembers } from './planMembers.ts';
import { planProducts } from './planProducts.ts';
import { readCatalog } from './readCatalog.ts';
import { runPhases } from './runPhases.ts';
import { SeedIncomplete } from './SeedIncomplete.ts';
import type { PhaseReport, SeedWorld } from './SeedPhase.ts';
import type { SeedTarget } from './SeedTarget.ts';

export interface SeedOptions {
  /** The gateway's GraphQL address, or one address a unit. */
  readonly endpoint: string | SeedTarget;
  /** The units that run: what needs another is left out. */
  readonly units: readonly string[];
  /** Default 120. */
  readonly members?: number;
  /** Default 300. */
  readonly orders?: number;
  /** Another seed makes other members and orders up. Default 1. */
  readonly seed?: number;
  /** How long to wait for the endpoint to answer for all units. Default 60_000 ms. */
  readonly waitMs?: number;
  /** Called after every item of a phase. */
  readonly onProgress?: (phase: string, done: number, total: number) => void;
  /** Called when a phase waits for what a unit does by itself. */
  readonly onWait?: (phase: string, what: string) => void;
}

/** What was loaded, phase by phase. */
export interface SeedReport {
  /** Those that went well; they ran side by side, so their seconds add up to more than all took. */
  readonly phases: Readonly<Record<string, PhaseReport & { readonly seconds: number }>>;
  readonly seconds: number;
}

/**
 * Fills a platform with the sample data, through the units' own mutations. Can be broken off and repeated: what is there
 * is left alone.
 * @throws OperationFailed `UNREACHABLE` when the endpoint does not answer for all units within `waitMs`
 * @throws SeedIncomplete when phases failed, after all others have run: a unit refused something, or holds fewer items than were loaded
 */
export async function seedPlatform(options: SeedOptions): Promise<SeedReport> {
  const { endpoint, units, members = 120, orders = 300, seed = 1, waitMs = 60_000 } = options;
  const { onProgress = () => {}, onWait = () => {} } = options;
  const target: SeedTarget = typeof endpoint === 'string' ? () => endpoint : endpoint;
  const world: Omit<SeedWorld, 'onDone' | 'onWait'> = {
    target,
    seed,
    orders,
    products: planProducts(readCatalog()),
    members: planMembers(members, seed),
    productIds: new Map(),
    memberIds: new Map(),
    orderIds: new Map(),
    videoIds: new Map(),
    subscribers: new Set(),
  };
  for (const unit of units) await waitForUnit(target(unit), waitMs);
  const start = performance.now();
  const chosen = phases.filter(({ needs }) => needs.every((unit) => units.includes(unit)));
  const outcomes = await runPhases(chosen, ({ name, run }) =>
    run({
      ...world,
      onDone: (done, total) => onProgress(name, done, total),
      onWait: (what) => onWait(name, what),
    }),
  );
  const reports = outcomes.flatMap((outcome) => ('report' in outcome ? [[outcome.name, outcome.report] as const] : []));
  const report = { phases: Object.fromEntries(reports), seconds: (performance.now() - start) / 1_000 };
  const failures = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []));
  if (failures.length > 0) throw new SeedIncomplete(failures, report);
  return report;
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
