import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Unit } from '@wellspring/kit';
import { importUnit } from '../generate/importUnit.ts';
import { startPlatform } from '../platform/startPlatform.ts';
import { ROOT } from '../root.ts';
import { Inspector } from './Inspector.ts';
import { type InjectedFault, injectFault } from './injectFault.ts';
import { judge, type Remains, type Verdict } from './judge.ts';
import { type Danger, dangersOf, digestOf, type PlannedFault, planSchedule } from './planSchedule.ts';
import { Workload } from './Workload.ts';

/** Options of {@link runCampaign}. */
export interface CampaignOptions {
  /** How long clients write while faults happen. */
  readonly seconds: number;
  readonly seed: number;
  /** How long everything may take to be equal again after healing. Default 60_000 ms. */
  readonly patience?: number;
  /** Receives a line for each fault and stage. */
  readonly say?: (line: string) => void;
}

/** What one kind of fault did to one process. */
export interface FaultCount {
  readonly count: number;
  /** How many of them are proved. */
  readonly landed: number;
  readonly proofs: readonly string[];
}

/** What a campaign found. Everything but `acknowledged` and the times is 0 where every promise is kept. */
export interface CampaignReport {
  readonly acknowledged: number;
  /** Acknowledged, and undone since by a restored backup of the owner's database: or perhaps undone, it was on its way then. */
  readonly voided: number;
  readonly attempted: number;
  readonly reads: number;
  readonly lost: number;
  readonly regressed: number;
  readonly diverged: number;
  readonly twice: number;
  /** By kind and process: `kill catalog`. */
  readonly faults: Readonly<Record<string, FaultCount>>;
  /** From the end of the last fault until owners, streams and replicas were equal, in ms; null when they never were. */
  readonly convergeMs: number | null;
  readonly seed: number;
  readonly seconds: number;
  /** Digest of the schedule: the same seed and time give the same. */
  readonly schedule: string;
  /** The first of what was lost, regressed, diverged and twice, in words. */
  readonly details: readonly string[];
  /** What units logged as an unexpected failure: our bugs. */
  readonly unexpected: readonly string[];
}

/** Whether every promise was kept. */
export const isSound = ({ lost, regressed, diverged, twice }: CampaignReport): boolean =>
  lost + regressed + diverged + twice === 0;

/**
 * Runs the platform in processes of its own, clients that write and read at random, and a schedule of faults drawn from the seed; heals
 * everything, waits until owners and replicas are equal, and compares what clients were told and saw with what is there.
 * @throws what `startPlatform` throws, and the first operations on the whole platform
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { seconds, seed, patience = 60_000, say = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-faults-'));
  const unexpected: string[] = [];
  const log = (service: string, line: string): void => {
    if (line.includes('an unexpected failure')) unexpected.push(`${service}: ${line.slice(0, 600)}`);
  };
  const platform = await startPlatform({
    folder,
    units: UNITS,
    instances: { catalog: 2, orders: 2 }, // relays, appliers, reactors and leases compete
    syncInterval: '10s', // processes die here, not the machine
    stopTimeout: 5_000,
    env: { LOG_LEVEL: 'warn', DRAIN_TIMEOUT: '1000' },
    log,
  }).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  let inspector: Inspector | undefined;
  try {
    const units = (await Promise.all(platform.units.map((name) => importUnit(join(ROOT, 'subgraphs', name))))).filter(
      (unit): unit is Unit => unit !== undefined,
    );
    inspector = await Inspector.open(units, {
      mongoUri: (unit) => platform.mongoUri(unit),
      natsUrl: platform.nats.url,
      operator: platform.natsUser('operator'),
    });
    const endpoints = {
      gateway: platform.gatewayUrl,
      orders: platform.processesOf('orders').map((service) => platform.unitUrl(service)),
      catalog: platform.unitUrl('catalog-2'),
    };
    const workload = new Workload(endpoints, seed);
    await workload.prepare();
    // Servers that MONGODB_URI or NATS_URL name are not ours to kill.
    const ours = new Set(platform.status().map(({ name }) => name));
    const processes = Object.fromEntries(platform.units.map((unit) => [unit, platform.processesOf(unit)]));
    const dangers = dangersOf(processes).filter((danger) =>
      resourcesOf(danger, processes).every((resource) => ours.has(resource) || resource === THE_PAST),
    );
    const schedule = planSchedule(seed, seconds * 1_000, dangers);
    say(`schedule ${digestOf(schedule)}: ${schedule.length} faults in ${seconds} s`);
    workload.start();
    const touches = (fault: PlannedFault): readonly string[] => resourcesOf(fault, processes);
    const surgery = { platform, inspector, workload, folder };
    const injected = await execute(schedule, seconds * 1_000, touches, (fault) =>
      injectFault(fault, surgery).then((done) => {
        say(
          `${(done.at / 1_000).toFixed(1)} s  ${done.kind} ${done.target}: ${done.proof}${done.landed ? '' : '  NOT PROVED'}`,
        );
        return done;
      }),
    );
    await workload.stopWriting();
    say('healing');
    await platform.ready();
    const healed = performance.now();
    const { verdict, convergeMs } = await converge(inspector, workload, healed, patience);
    await workload.stopReading();
    const last = convergeMs === null ? verdict : judge(workload.ledger, await remainsOf(inspector, platform.units));
    const { acknowledged, voided, attempted, reads } = workload.ledger;
    return {
      acknowledged,
      voided,
      attempted,
      reads,
      lost: last.lost.length,
      regressed: last.regressed.length,
      diverged: last.diverged.length,
      twice: last.twice.length,
      faults: countFaults(injected),
      convergeMs,
      seed,
      seconds,
      schedule: digestOf(schedule),
      details: [...last.lost, ...last.regressed, ...last.diverged, ...last.twice].slice(0, 20),
      unexpected: unexpected.slice(0, 5),
    };
  } finally {
    await inspector?.close().catch(() => undefined);
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The units whose promises the ledger knows. */
const UNITS = ['members', 'catalog', 'orders'];

const THE_PAST = 'the past';

/**
 * What a fault has for itself: processes; and the past, which a restored backup and a wiped broker both take away. Both at once is what nothing
 * heals by itself (docs/guarantees.md).
 */
function resourcesOf(
  { kind, target }: Danger,
  processes: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  if (kind === 'restore' || kind === 'rewind') return [...(processes[target] ?? []), 'mongodb', THE_PAST];
  return kind === 'wipe' ? [target, THE_PAST] : [target];
}

/** Injects each fault at its time, one after the other for each of what it touches. Resolves when all have healed and the time is over. */
async function execute(
  schedule: readonly PlannedFault[],
  duration: number,
  touches: (fault: PlannedFault) => readonly string[],
  inject: (fault: PlannedFault) => Promise<InjectedFault>,
): Promise<InjectedFault[]> {
  const start = performance.now();
  const queues = new Map<string, Promise<unknown>>();
  const all = schedule.map(async (fault) => {
    await pause(Math.max(0, start + fault.at - performance.now()));
    const resources = touches(fault);
    const before = Promise.all(resources.map((resource) => queues.get(resource)));
    const done = before.then(() => inject(fault));
    for (const resource of resources) queues.set(resource, done);
    return done;
  });
  await pause(duration);
  return Promise.all(all);
}

/**
 * Waits until nothing is lost, diverged, there twice or under way: a reservation whose cancelling is not handled yet looks like one too many.
 * A regression seen does not heal, so it is not waited for.
 */
async function converge(
  inspector: Inspector,
  workload: Workload,
  healed: number,
  patience: number,
): Promise<{ verdict: Verdict; convergeMs: number | null }> {
  let verdict: Verdict = { lost: [], regressed: [], diverged: ['nothing could be read'], twice: [] };
  while (performance.now() - healed < patience) {
    try {
      if ((await inspector.unpublished()) === 0) {
        const looked = performance.now();
        verdict = judge(workload.ledger, await remainsOf(inspector, UNITS));
        if (verdict.lost.length + verdict.diverged.length + verdict.twice.length === 0)
          return { verdict, convergeMs: Math.round(looked - healed) };
      }
    } catch (error) {
      verdict = { ...verdict, diverged: [`it could not be read: ${(error as Error).message}`] };
    }
    await pause(100);
  }
  return { verdict, convergeMs: null };
}

async function remainsOf(inspector: Inspector, units: readonly string[]): Promise<Remains> {
  const [products, stocks, members, orders, divergence, archives, eventFaults] = await Promise.all([
    inspector.documents('catalog', 'Product'),
    inspector.documents('catalog', 'Stock'),
    inspector.documents('members', 'Member'),
    inspector.documents('orders', 'Order'),
    inspector.divergence(),
    Promise.all(units.map((unit) => inspector.archive(unit))),
    Promise.all(units.map((unit) => inspector.eventFaults(unit))),
  ]);
  return {
    products,
    stocks,
    members,
    orders,
    divergence,
    events: archives.flat(),
    eventFaults: {
      lost: eventFaults.flatMap(({ lost }) => lost),
      twice: eventFaults.flatMap(({ twice }) => twice),
    },
  };
}

function countFaults(injected: readonly InjectedFault[]): Record<string, FaultCount> {
  const groups = Map.groupBy(injected, ({ kind, target }) => `${kind} ${target}`);
  return Object.fromEntries(
    [...groups].sort().map(([name, faults]) => [
      name,
      {
        count: faults.length,
        landed: faults.filter(({ landed }) => landed).length,
        proofs: faults.map(({ proof }) => proof),
      },
    ]),
  );
}
