import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Guards, Possible } from './Guards.ts';
import type { Requirement } from './Requirement.ts';
import { fieldOf, narrow } from './requirementsIn.ts';

/** An operation for somebody who does not meet some requirements. */
export interface RefusedOperation {
  /** What the client is answered by: the whole of what was asked, {@link refused} fields being null. Fragments stand inline. */
  readonly answered: OperationDefinitionNode;
  /** What is left to ask subgraphs for. */
  readonly asked: OperationDefinitionNode;
  /** Fields of {@link answered} that are null whatever is fetched. */
  readonly refused: ReadonlySet<FieldNode>;
  /** These, and root fields of which nothing is left: that they are null is no fault of a subgraph. */
  readonly unasked: ReadonlySet<FieldNode>;
  /** Where they are, by response keys without places in lists; each once. */
  readonly paths: readonly (readonly string[])[];
}

/** What is left of a selection set. */
interface Left {
  readonly answered: SelectionSetNode;
  readonly asked: SelectionSetNode;
  /** Whether any field is left for which it is worth asking. */
  readonly worthwhile: boolean;
}

/**
 * Takes out of an operation, without `@skip` and `@include`, what somebody may not see. A root field of which nothing is left is not asked for
 * either: nothing is fetched for it, no mutation is made. Any other object is, so that the client hears whether it is there.
 */
export function refuseFields(
  schema: GraphQLSchema,
  guards: Guards,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  missing: ReadonlySet<Requirement>,
): RefusedOperation {
  const refused = new Set<FieldNode>();
  const unasked = new Set<FieldNode>();
  const paths = new Map<string, readonly string[]>();

  const take = (
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType,
    possible: Possible,
    path: readonly string[],
  ): Left => {
    const answered: SelectionNode[] = [];
    const asked: SelectionNode[] = [];
    let worthwhile = false;
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        if (fragment === undefined) continue;
        const inner = narrow(schema, guards, parent, possible, fragment.typeCondition?.name.value);
        const left = take(fragment.selectionSet, inner.parent, inner.possible, path);
        const { typeCondition, directives } = fragment;
        const inline = { kind: Kind.INLINE_FRAGMENT, typeCondition, directives } as const;
        answered.push({ ...inline, selectionSet: left.answered } as SelectionNode);
        if (left.asked.selections.length > 0) asked.push({ ...inline, selectionSet: left.asked } as SelectionNode);
        worthwhile ||= left.worthwhile;
        continue;
      }
      const { name, alias, selectionSet } = selection;
      const here = [...path, (alias ?? name).value];
      const field = fieldOf(parent, name.value);
      if (guards.of(parent, name.value, possible).some((requirement) => missing.has(requirement))) {
        const copy = { ...selection };
        refused.add(copy);
        unasked.add(copy);
        answered.push(copy);
        paths.set(here.join('\n'), here);
      } else if (field === undefined || selectionSet === undefined) {
        answered.push(selection);
        asked.push(selection);
        worthwhile = true;
      } else {
        const type = getNamedType(field.type);
        const before = refused.size;
        const left = take(selectionSet, type, guards.possibleOf(type), here);
        // What @skip emptied is asked for all the same.
        if (path.length === 0 && !left.worthwhile && refused.size > before) {
          // The same field may be selected at another place, with something that is left: then the object is there.
          const copy = { ...selection, selectionSet: left.answered };
          unasked.add(copy);
          answered.push(copy);
          continue;
        }
        answered.push({ ...selection, selectionSet: left.answered });
        asked.push({ ...selection, selectionSet: left.asked });
        worthwhile ||= left.worthwhile;
      }
    }
    const set = (chosen: readonly SelectionNode[]): SelectionSetNode => ({
      kind: Kind.SELECTION_SET,
      selections: chosen,
    });
    return { answered: set(answered), asked: set(asked), worthwhile };
  };

  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`invariant: no type for a ${operation.operation}`);
  const { answered, asked } = take(operation.selectionSet, root, guards.possibleOf(root), []);
  return {
    answered: { ...operation, selectionSet: answered },
    asked: { ...operation, selectionSet: asked },
    refused,
    unasked,
    paths: [...paths.values()],
  };
}
