import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { ClientAliases } from '../operation/ClientAliases.ts';

/** What the fields of an operation are collected with: GraphQL specification, section 6.3.2, CollectFields. */
export interface FieldScope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fields go by these until the answer is written. */
  readonly aliases: ClientAliases;
  /** Fields that are null whatever was fetched: whoever asks may not see them. */
  readonly refused?: ReadonlySet<FieldNode> | undefined;
  /** These, and others that no subgraph was asked for: null is no fault there. */
  readonly unasked?: ReadonlySet<FieldNode> | undefined;
}

/** The fields that an object of a type answers, by response key, in order; those under one key are merged. */
export function collectFields(
  scope: FieldScope,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const selectionSet of selectionSets) collect(scope, type, selectionSet, fields, visited);
  return fields;
}

function collect(
  scope: FieldScope,
  type: GraphQLCompositeType,
  { selections }: SelectionSetNode,
  fields: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const same = fields.get(key);
      if (same === undefined) fields.set(key, [selection]);
      else same.push(selection);
      continue;
    }
    let inner: SelectionSetNode | undefined;
    let condition: string | undefined;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      inner = selection.selectionSet;
      condition = selection.typeCondition?.name.value;
    } else {
      const name = selection.name.value;
      if (visited.has(name)) continue;
      visited.add(name);
      const fragment = scope.fragments.get(name);
      inner = fragment?.selectionSet;
      condition = fragment?.typeCondition.name.value;
    }
    if (inner !== undefined && applies(scope.schema, condition, type)) collect(scope, type, inner, fields, visited);
  }
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && 'getFields' in type && schema.isSubType(wanted, type);
}
