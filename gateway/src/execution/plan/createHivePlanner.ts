import { createRequire } from 'node:module';
import type { QueryPlanner as HivePlanner } from '@graphql-hive/router-query-planner';
import { fromHivePlan } from './fromHivePlan.ts';
import { PlanningFailed } from './PlanningFailed.ts';
import type { QueryPlanner } from './QueryPlanner.ts';

const NO_LABELS: ReadonlySet<string> = new Set();

/**
 * Hive Router's planner, a Rust addon that plans off the main thread; undefined where there is none for this machine.
 * @param timeout for one plan, in ms
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
      try {
        return fromHivePlan(await planner.planAsync(operation, operationName, NO_LABELS as Set<string>, share, signal));
      } catch (cause) {
        if (cause instanceof PlanningFailed) throw cause;
        if (signal.aborted)
          throw new PlanningFailed('PLANNING_TIMEOUT', `No plan was found within ${timeout} ms.`, { cause });
        throw new PlanningFailed('PLANNING_FAILED', `There is no plan: ${(cause as Error).message}`, { cause });
      }
    },
    close: async () => undefined,
  };
}

function addon(): typeof HivePlanner | undefined {
  try {
    const require = createRequire(import.meta.url);
    return (require('@graphql-hive/router-query-planner') as { QueryPlanner: typeof HivePlanner }).QueryPlanner;
  } catch {
    return undefined;
  }
}
