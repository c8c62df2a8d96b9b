import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { buildSupergraph } from '../../supergraph/buildSupergraph.ts';
import { isMoved, OverrideShares } from './OverrideShares.ts';

// Apollo's planner in a thread of its own: a hard operation keeps nobody else waiting, and can be given up.

/** What the thread is asked. */
export interface PlanRequest {
  readonly id: number;
  readonly operation: string;
  readonly operationName: string | undefined;
  readonly share: number;
}

const { supergraphSdl } = workerData as { supergraphSdl: string };
const supergraph = buildSupergraph(supergraphSdl);
const planner = new QueryPlanner(supergraph);
const schema = supergraph.apiSchema();
const { labels } = new OverrideShares(supergraph);

parentPort?.on('message', ({ id, operation, operationName, share }: PlanRequest) => {
  try {
    const options = operationName === undefined ? {} : { operationName };
    const overrideConditions = new Map(labels.map((label) => [label, isMoved(label, share)]));
    const { node } = planner.buildQueryPlan(operationFromDocument(schema, parse(operation), options), {
      overrideConditions,
    });
    // Plain data only: the plan's own objects know their documents.
    parentPort?.postMessage({ id, plan: JSON.parse(JSON.stringify({ kind: 'QueryPlan', node })) });
  } catch (error) {
    parentPort?.postMessage({ id, error: (error as Error).message });
  }
});
parentPort?.postMessage({ id: 0 });
