import { createRequire } from 'node:module';
import type { QueryPlanner as HivePlanner } from '@graphql-hive/router-query-planner';
import { Slots } from '../fetch/Slots.ts';
import { fromHivePlan } from './fromHivePlan.ts';
import { PlanningFailed } from './PlanningFailed.ts';
import type { QueryPlanner } from './QueryPlanner.ts';

const NO_LABELS: ReadonlySet<string> = new Set();
/** Plans at a time, of all supergraphs: Node has four threads for such work, and files, names and compression need one, too. */
const THREADS = new Slots(3, 10_000);

/**
 * Hive Router's planner, a Rust addon that plans off the main thread; undefined where there is none for this machine.
 * @param timeout for one plan, waiting included, in ms. The addon looks up only now and then: a thread may go on for longer, an answer does not
 * @throws Error when the supergraph is not one
 */
export function createHivePlanner(supergraphSdl: string, timeout: number): QueryPlanner | undefined {
  const Planner = addon();
  if (Planner === undefined) return undefined;
  const planner = new Planner(supergraphSdl);
  return {
    name: 'hive',
    async plan(operation, operationName, share) {
      const signal = AbortSignal.timeout(timeout);
      const late = () => new PlanningFailed('PLANNING_TIMEOUT', `No plan was found within ${timeout} ms.`);
      const slot = await THREADS.take(signal);
      if (slot === 'full' || slot === 'left') throw late();
      const planned = planner.planAsync(operation, operationName, NO_LABELS as Set<string>, share, signal);
      const free = (): void => THREADS.release();
      planned.then(free, free);
      try {
        return fromHivePlan(await Promise.race([planned, rejection(signal, late)]));
      } catch (cause) {
        if (cause instanceof PlanningFailed) throw cause;
        if (signal.aborted) throw late();
        throw new PlanningFailed('PLANNING_FAILED', `There is no plan: ${(cause as Error).message}`, { cause });
      }
    },
    close: async () => undefined,
  };
}

function rejection(signal: AbortSignal, error: () => Error): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(error()), { once: true }));
}

function addon(): typeof HivePlanner | undefined {
  try {
    const require = createRequire(import.meta.url);
    return (require('@graphql-hive/router-query-planner') as { QueryPlanner: typeof HivePlanner }).QueryPlanner;
  } catch {
    return undefined;
  }
}
