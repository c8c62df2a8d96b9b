import type {
  PlanNode as ApolloNode,
  QueryPlan as ApolloPlan,
  FetchDataRewrite,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import type { FetchNode, Path, Plan, PlanNode, Requirement, Rewrite, RewriteSegment } from './Plan.ts';
import { PlanningFailed } from './PlanningFailed.ts';

/** Takes over a plan of Apollo's planner. @throws PlanningFailed when it holds what this gateway does not do */
export function fromApolloPlan({ node }: ApolloPlan): Plan {
  if (node === undefined) return { node: undefined };
  if (node.kind === 'Subscription')
    throw new PlanningFailed('PLAN_UNSUPPORTED', 'The plan needs Subscription, which this gateway does not execute.');
  return { node: toNode(node, []) };
}

function toNode(node: ApolloNode, path: Path): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => toNode(child, path)) };
    case 'Flatten':
      return toNode(node.node, [...path, ...node.path.map(toSegment)]);
    case 'Fetch': {
      const { serviceName, operationKind, operation, operationName, variableUsages = [], requires } = node;
      const output = (node.outputRewrites ?? []).map(toRewrite);
      const fetch: FetchNode = {
        kind: 'Fetch',
        service: serviceName,
        operationKind: operationKind as FetchNode['operationKind'],
        operation,
        operationName,
        variables: variableUsages,
        entities:
          requires === undefined
            ? undefined
            : [
                {
                  responseKey: '_entities',
                  variable: 'representations',
                  paths: [path],
                  requires: requires.map(toRequirement),
                  inputRewrites: (node.inputRewrites ?? []).map(toRewrite),
                  outputRewrites: output,
                },
              ],
        at: path,
        outputRewrites: requires === undefined ? output : [],
      };
      return fetch;
    }
    // Operations are planned without `@skip` and `@include`: there is no condition.
    case 'Condition':
    case 'Defer':
      throw new PlanningFailed('PLAN_UNSUPPORTED', `The plan needs ${node.kind}, which this gateway does not execute.`);
  }
}

function toSegment(segment: string | number): Path[number] {
  return segment === '@' ? '@' : { field: String(segment) };
}

function toRequirement(selection: QueryPlanSelectionNode): Requirement {
  if (selection.kind === 'Field') {
    const { name, alias, selections } = selection;
    return { kind: 'Field', key: alias ?? name, selections: selections?.map(toRequirement) };
  }
  if (selection.typeCondition === undefined)
    throw new PlanningFailed('PLAN_INVALID', 'A representation has a fragment without a type.');
  return { kind: 'Fragment', type: selection.typeCondition, selections: selection.selections.map(toRequirement) };
}

const ON = '... on ';

function toRewrite(rewrite: FetchDataRewrite): Rewrite {
  const segments = rewrite.path.map(
    (part): RewriteSegment => (part.startsWith(ON) ? { types: [part.slice(ON.length)] } : { field: part }),
  );
  const last = segments.pop();
  if (last === undefined || !('field' in last)) throw new PlanningFailed('PLAN_INVALID', 'A rewrite names no field.');
  return rewrite.kind === 'ValueSetter'
    ? { kind: 'set', path: segments, key: last.field, value: rewrite.setValueTo }
    : { kind: 'rename', path: segments, key: last.field, to: rewrite.renameKeyTo };
}
