import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';

type Path = readonly (string | number)[];

/**
 * Where a fetch that failed leaves nulls, in the terms in which a subgraph's own errors name a place: one path for
 * each root field of an operation, or for each field of the one entity that was asked for. Where entities in a list
 * were asked for, one path up to the list stands for all of them: an error for each would swamp the answer.
 *
 * @param query the operation that was sent to the subgraph.
 * @param position where its result belongs; `@` stands for every item of a list.
 */
export function nulledPaths(query: string, position: readonly (string | number)[]): readonly Path[] {
  if (position.includes('@')) return [[]];
  const operation = parse(query).definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const roots = fieldsOf(operation?.selectionSet);
  const [entities] = roots;
  if (entities?.name.value !== '_entities') return roots.map((field) => [responseKey(field)]);
  const keys = fieldsOf(entities.selectionSet).map(responseKey);
  return [...new Set(keys)].map((key) => ['_entities', 0, key]);
}

function fieldsOf(selectionSet: SelectionSetNode | undefined): readonly FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' ? [] : [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}
