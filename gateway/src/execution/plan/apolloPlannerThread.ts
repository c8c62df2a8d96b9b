import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

// Apollo's planner in a thread of its own: a hard operation keeps nobody else waiting, and can be given up.

/** What the thread is asked. */
export interface PlanRequest {
  readonly id: number;
  readonly operation: string;
  readonly operationName: string | undefined;
}

const { supergraphSdl } = workerData as { supergraphSdl: string };
const supergraph = Supergraph.build(supergraphSdl);
const planner = new QueryPlanner(supergraph);
const schema = supergraph.apiSchema();

parentPort?.on('message', ({ id, operation, operationName }: PlanRequest) => {
  try {
    const options = operationName === undefined ? {} : { operationName };
    const { node } = planner.buildQueryPlan(operationFromDocument(schema, parse(operation), options));
    // Plain data only: the plan's own objects know their documents.
    parentPort?.postMessage({ id, plan: JSON.parse(JSON.stringify({ kind: 'QueryPlan', node })) });
  } catch (error) {
    parentPort?.postMessage({ id, error: (error as Error).message });
  }
});
parentPort?.postMessage({ id: 0 });
