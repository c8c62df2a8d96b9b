import type {
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  QueryPlan as HivePlan,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { EntityBatch, FetchNode, Path, Plan, PlanNode, Requirement, Rewrite, RewriteSegment } from './Plan.ts';
import { PlanningFailed } from './PlanningFailed.ts';

/** Takes over a plan of Hive's planner. @throws PlanningFailed when it holds what this gateway does not do */
export function fromHivePlan({ node }: HivePlan): Plan {
  return { node: node === undefined || node === null ? undefined : toNode(node, []) };
}

function toNode(node: HiveNode, path: Path): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => toNode(child, path)) };
    case 'Flatten':
      return toNode(node.node, [...path, ...toPath(node.path)]);
    case 'Fetch': {
      const requires = node.requires ?? undefined;
      const output = (node.outputRewrites ?? []).map(toRewrite);
      const batch: EntityBatch | undefined =
        requires === undefined
          ? undefined
          : {
              responseKey: '_entities',
              variable: 'representations',
              paths: [path],
              requires: requires.map(toRequirement),
              inputRewrites: (node.inputRewrites ?? []).map(toRewrite),
              outputRewrites: output,
            };
      return fetchOf(node, path, batch === undefined ? undefined : [batch], batch === undefined ? output : []);
    }
    case 'BatchFetch':
      return fetchOf(
        node,
        path,
        node.entityBatch.aliases.map((entity) => ({
          responseKey: entity.alias,
          variable: entity.representationsVariableName,
          paths: entity.paths.map((inner) => [...path, ...toPath(inner)]),
          requires: entity.requires.map(toRequirement),
          inputRewrites: (entity.inputRewrites ?? []).map(toRewrite),
          outputRewrites: (entity.outputRewrites ?? []).map(toRewrite),
        })),
        [],
      );
    // Operations are planned without `@skip` and `@include`: there is no condition.
    case 'Condition':
    case 'Subscription':
    case 'Defer':
      throw new PlanningFailed('PLAN_UNSUPPORTED', `The plan needs ${node.kind}, which this gateway does not execute.`);
  }
}

function fetchOf(
  node: {
    serviceName: string;
    operationKind?: FetchNode['operationKind'];
    operation: string;
    operationName?: string;
    variableUsages?: string[];
  },
  at: Path,
  entities: FetchNode['entities'],
  outputRewrites: readonly Rewrite[],
): FetchNode {
  return {
    kind: 'Fetch',
    service: node.serviceName,
    operationKind: node.operationKind ?? 'query',
    operation: node.operation,
    operationName: node.operationName ?? undefined,
    variables: node.variableUsages ?? [],
    entities,
    at,
    outputRewrites,
  };
}

function toPath(path: readonly FlattenNodePathSegment[]): Path {
  return path.map((segment) => {
    if (segment === '@') return '@';
    return 'Field' in segment ? { field: segment.Field } : { types: segment.TypeCondition };
  });
}

function toRequirement(selection: RequiresSelection): Requirement {
  if (selection.kind === 'Field') {
    const { name, alias, selections } = selection;
    return {
      kind: 'Field',
      key: name,
      as: alias ?? name,
      selections: selections === undefined || selections.length === 0 ? undefined : selections.map(toRequirement),
    };
  }
  if (selection.kind === 'InlineFragment')
    return {
      kind: 'Fragment',
      type: selection.typeCondition,
      selections: (selection as unknown as { selections: RequiresSelection[] }).selections.map(toRequirement),
    };
  throw new PlanningFailed('PLAN_UNSUPPORTED', 'A representation uses a named fragment.');
}

function toRewrite(rewrite: FetchRewrite): Rewrite {
  const setter = 'ValueSetter' in rewrite ? rewrite.ValueSetter : 'setValueTo' in rewrite ? rewrite : undefined;
  if (setter !== undefined) return { kind: 'set', ...splitPath(setter.path), value: setter.setValueTo };
  const renamer = (rewrite as { KeyRenamer: { path: FetchNodePathSegment[]; renameKeyTo: string } }).KeyRenamer;
  return { kind: 'rename', ...splitPath(renamer.path), to: renamer.renameKeyTo };
}

function splitPath(path: readonly FetchNodePathSegment[]): { path: RewriteSegment[]; key: string } {
  const segments = path.map(
    (segment): RewriteSegment => ('Key' in segment ? { field: segment.Key } : { types: segment.TypenameEquals }),
  );
  const last = segments.pop();
  if (last === undefined || !('field' in last)) throw new PlanningFailed('PLAN_INVALID', 'A rewrite names no field.');
  return { path: segments, key: last.field };
}
