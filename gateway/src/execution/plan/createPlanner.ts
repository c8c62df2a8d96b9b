import { createApolloPlanner } from './createApolloPlanner.ts';
import { createHivePlanner } from './createHivePlanner.ts';
import { forEachFetch, type Plan } from './Plan.ts';
import { PlanningFailed } from './PlanningFailed.ts';
import type { QueryPlanner } from './QueryPlanner.ts';

/**
 * The planner that was asked for; Apollo's where Hive's has no addon for this machine, and for the operations of which Hive's finds no plan,
 * or one out of order.
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
        const plan = await hive.plan(operation, operationName, share);
        return isOutOfOrder(plan) ? apollo.plan(operation, operationName, share) : plan;
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

/** Hive's planner asks for what a mutation answers after the next has been done; each is to be completed before it. */
function isOutOfOrder({ node }: Plan): boolean {
  let mutations = 0;
  let below = false;
  forEachFetch(node, ({ operationKind, entities }) => {
    if (operationKind === 'mutation') mutations += 1;
    if (entities !== undefined) below = true;
  });
  return mutations > 1 && below;
}
