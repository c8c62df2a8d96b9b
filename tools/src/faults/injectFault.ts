import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../client/waitFor.ts';
import type { Platform } from '../platform/Platform.ts';
import type { Inspector } from './Inspector.ts';
import { pidOf } from './pidOf.ts';
import type { PlannedFault } from './planSchedule.ts';
import { setBackDatabase } from './setBackDatabase.ts';
import { stateOfProcess } from './stateOfProcess.ts';
import type { Workload } from './Workload.ts';

/** A fault that was injected, and how one can tell. */
export interface InjectedFault extends PlannedFault {
  /** Whether it did what it should. */
  readonly landed: boolean;
  /** `process 12 → 34`, `process 12 stopped (T) for 800 ms`, … */
  readonly proof: string;
}

/** What injecting needs. */
export interface Surgery {
  readonly platform: Platform;
  readonly inspector: Inspector;
  readonly workload: Workload;
  /** The platform's data folder. */
  readonly folder: string;
}

/** Does what is planned to a process of the platform, lets it heal after the planned time, and looks for proof that it happened. */
export async function injectFault(fault: PlannedFault, surgery: Surgery): Promise<InjectedFault> {
  try {
    return { ...fault, ...(await deeds[fault.kind](fault, surgery)) };
  } catch (error) {
    const { platform } = surgery;
    const services = platform.units.includes(fault.target) ? platform.processesOf(fault.target) : [fault.target];
    for (const service of services) await platform.release(service).catch(() => undefined);
    return { ...fault, landed: false, proof: `it failed: ${(error as Error).message}` };
  }
}

type Deed = (fault: PlannedFault, surgery: Surgery) => Promise<Pick<InjectedFault, 'landed' | 'proof'>>;

const deeds: Readonly<Record<PlannedFault['kind'], Deed>> = {
  kill: async ({ target, lasts }, { platform }) => {
    const before = await pidOf(platform, target);
    await platform.hold(target, { signal: 'SIGKILL' });
    const state = await stateOfProcess(before);
    await pause(lasts);
    await platform.release(target);
    const after = await pidOf(platform, target);
    return { landed: state === '' && after !== before, proof: `process ${before} → ${after}` };
  },

  restart: async ({ target }, { platform }) => {
    const before = await pidOf(platform, target);
    await platform.restart(target);
    const after = await pidOf(platform, target);
    return { landed: after !== before, proof: `process ${before} → ${after}` };
  },

  pause: async ({ target, lasts }, { platform }) => {
    const pid = await pidOf(platform, target);
    await platform.kill(target, 'SIGSTOP');
    const during = await waitFor(async () => ((await stateOfProcess(pid)).startsWith('T') ? 'T' : undefined), {
      deadlineMs: 2_000,
    }).catch(() => '');
    await pause(lasts);
    await platform.kill(target, 'SIGCONT');
    return { landed: during === 'T', proof: `process ${pid} stopped (${during}) for ${lasts} ms` };
  },

  wipe: async ({ target, lasts }, { platform, inspector, folder }) => {
    const before = await identities(platform, inspector);
    await platform.hold(target, { signal: 'SIGKILL' });
    rmSync(join(folder, target, 'jetstream'), { recursive: true, force: true });
    await pause(lasts);
    await platform.release(target);
    const after = await identities(platform, inspector);
    const changed = before.filter((identity, index) => identity !== after[index]).length;
    return {
      landed: changed === before.length,
      proof: `streams of ${changed} of ${before.length} units are new: ${after[0]}`,
    };
  },

  restore: (fault, surgery) => setBackDatabase(fault, surgery, 'SIGKILL'),
  rewind: (fault, surgery) => setBackDatabase(fault, surgery, 'SIGSTOP'),
};

function identities(platform: Platform, inspector: Inspector): Promise<string[]> {
  const read = async (): Promise<string[]> => Promise.all(platform.units.map((unit) => inspector.streamIdentity(unit)));
  return waitFor(read, { deadlineMs: 20_000, longestMs: 250, isTransient: () => true });
}
