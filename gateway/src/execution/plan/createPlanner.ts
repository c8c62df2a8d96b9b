import { createApolloPlanner } from './createApolloPlanner.ts';
import { createHivePlanner } from './createHivePlanner.ts';
import type { QueryPlanner } from './QueryPlanner.ts';

/** The planner that was asked for; Apollo's where Hive's has no addon for this machine. */
export function createPlanner(
  supergraphSdl: string,
  { planner, planningTimeout }: { readonly planner: QueryPlanner['name']; readonly planningTimeout: number },
): QueryPlanner {
  const hive = planner === 'hive' ? createHivePlanner(supergraphSdl, planningTimeout) : undefined;
  return hive ?? createApolloPlanner(supergraphSdl, planningTimeout);
}
