import { createApolloPlanner } from './createApolloPlanner.ts';
import { createHivePlanner } from './createHivePlanner.ts';
import { PlanningFailed } from './PlanningFailed.ts';
import type { QueryPlanner } from './QueryPlanner.ts';

/**
 * The planner that was asked for; Apollo's where Hive's has no addon for this machine, and for the operations of which Hive's finds no plan.
 */
export function createPlanner(
  supergraphSdl: string,
  { planner, planningTimeout }: { readonly planner: QueryPlanner['name']; readonly planningTimeout: number },
): QueryPlanner {
  const apollo = createApolloPlanner(supergraphSdl, planningTimeout);
  const hive = planner === 'hive' ? createHivePlanner(supergraphSdl, planningTimeout) : undefined;
  if (hive === undefined) return apollo;
  return {
    name: 'hive',
    async plan(operation, operationName, share) {
      try {
        return await hive.plan(operation, operationName, share);
      } catch (error) {
        if (!(error instanceof PlanningFailed) || error.code === 'PLANNING_TIMEOUT') throw error;
        return apollo.plan(operation, operationName, share);
      }
    },
    async close() {
      await Promise.all([hive.close(), apollo.close()]);
    },
  };
}
