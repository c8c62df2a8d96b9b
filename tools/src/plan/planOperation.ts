import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type PlanNode, prettyFormatQueryPlan, QueryPlanner, type SubscriptionNode } from '@apollo/query-planner';
import { type GraphQLError, parse, validate } from 'graphql';

/** How an operation is executed over the subgraphs. */
export type OperationPlan = {
  /** The plan as Apollo prints it. */
  readonly text: string;
  /** The subgraph of each fetch, in the order of the plan. Both branches of a condition count. */
  readonly fetches: readonly string[];
  /** Fetches that only follow a reference into another subgraph (`_entities`): what a local copy saves. */
  readonly hops: number;
};

type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>;

/** Plans operations over one supergraph; building it is the costly part, so keep it for many operations. */
export function createOperationPlanner(
  supergraphSdl: string,
): (query: string, operationName?: string) => OperationPlan {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null }); // guards change no plan of who may see all
  const apiSchema = supergraph.apiSchema();
  const graphqlSchema = apiSchema.toGraphQLJSSchema();
  const planner = new QueryPlanner(supergraph);

  return (query, operationName) => {
    const document = parse(query);
    const errors = validate(graphqlSchema, document);
    if (errors.length > 0) throw new OperationInvalid(errors);
    const operation = operationFromDocument(apiSchema, document, operationName === undefined ? {} : { operationName });
    const plan = planner.buildQueryPlan(operation);
    const fetches = fetchNodes(plan.node);
    return {
      text: prettyFormatQueryPlan(plan),
      fetches: fetches.map((fetch) => fetch.serviceName),
      hops: fetches.filter((fetch) => fetch.requires !== undefined).length,
    };
  };
}

/**
 * Plans one operation.
 *
 * @throws {GraphQLError} when the query does not parse; {@link OperationInvalid} when the supergraph does not answer it.
 */
export function planOperation(supergraphSdl: string, query: string, operationName?: string): OperationPlan {
  return createOperationPlanner(supergraphSdl)(query, operationName);
}

/** The supergraph does not answer this operation. */
export class OperationInvalid extends Error {
  override readonly name = 'OperationInvalid';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(`The operation does not fit the supergraph:\n\n${errors.map(String).join('\n\n')}`);
    this.errors = errors;
  }
}

function fetchNodes(node: PlanNode | SubscriptionNode | undefined): FetchNode[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'Fetch':
      return [node];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchNodes);
    case 'Flatten':
      return fetchNodes(node.node);
    case 'Condition':
      return [...fetchNodes(node.ifClause), ...fetchNodes(node.elseClause)];
    case 'Defer':
      return [...fetchNodes(node.primary.node), ...node.deferred.flatMap((deferred) => fetchNodes(deferred.node))];
    case 'Subscription':
      return [node.primary, ...fetchNodes(node.rest)];
  }
}
