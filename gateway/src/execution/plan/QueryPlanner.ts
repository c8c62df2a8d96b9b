import type { Plan } from './Plan.ts';

/** Makes plans for one supergraph. */
export interface QueryPlanner {
  /** As it is named in logs and metrics. */
  readonly name: 'hive' | 'apollo';
  /**
   * @param operation a document with one operation
   * @param share what the operation drew: which fields have moved to another subgraph for it, see {@link OverrideShares}
   * @throws PlanningFailed PLANNING_TIMEOUT when it takes too long, PLANNING_FAILED when there is no plan
   */
  plan(operation: string, operationName: string | undefined, share: number): Promise<Plan>;
  /** Ends what it started. */
  close(): Promise<void>;
}
