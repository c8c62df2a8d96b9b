import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Guards, Possible } from './Guards.ts';
import type { Requirement } from './Requirement.ts';

/** The distinct requirements of an operation's fields, whatever `@skip` and `@include` leave of them: usually none. */
export function requirementsIn(
  schema: GraphQLSchema,
  guards: Guards,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly Requirement[] {
  const found = new Set<Requirement>();
  // A fragment means the same wherever it is spread for the same types.
  const seen = new Set<string>();

  const look = ({ selections }: SelectionSetNode, parent: GraphQLNamedType, possible: Possible): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const { name, selectionSet } = selection;
        const field = fieldOf(parent, name.value);
        if (field === undefined) continue;
        for (const requirement of guards.of(parent, name.value, possible)) found.add(requirement);
        const type = getNamedType(field.type);
        if (selectionSet !== undefined) look(selectionSet, type, guards.possibleOf(type));
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const inner = narrow(schema, guards, parent, possible, fragment.typeCondition?.name.value);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const key = `${selection.name.value} ${[...inner.possible].join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
      }
      look(fragment.selectionSet, inner.parent, inner.possible);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) look(operation.selectionSet, root, guards.possibleOf(root));
  return [...found];
}

/** A field that a schema has; undefined of those that every type has (`__typename`). */
export function fieldOf(parent: GraphQLNamedType, name: string) {
  const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
  return field !== undefined && 'args' in field ? field : undefined;
}

/** The types that are left inside of a fragment. */
export function narrow(
  schema: GraphQLSchema,
  guards: Guards,
  parent: GraphQLNamedType,
  possible: Possible,
  condition: string | undefined,
): { readonly parent: GraphQLNamedType; readonly possible: Possible } {
  const type = condition === undefined || condition === parent.name ? parent : schema.getType(condition);
  if (type === undefined || type === parent) return { parent, possible };
  const own = guards.possibleOf(type);
  return { parent: type, possible: new Set([...possible].filter((name) => own.has(name))) };
}
