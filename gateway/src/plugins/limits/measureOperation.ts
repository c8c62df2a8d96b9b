import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How large an operation is once its fragments are expanded. */
export type OperationSize = {
  readonly depth: number;
  readonly selections: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
};

type Size = { depth: number; selections: number; aliases: number; directives: number; fields: number };

/**
 * The largest of each over the operations of a document. A fragment is measured once however often it is spread, so
 * that a document whose expansion is exponential is measured in linear time; a cycle counts as nothing here (validation
 * refuses it). Fields of introspection have no depth: graphql-js limits them by a rule of its own.
 */
export function measureOperation({ definitions }: DocumentNode): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Size>();
  const nothing: Size = { depth: 0, selections: 0, aliases: 0, directives: 0, fields: 0 };

  const ofFragment = (name: string): Size => {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment === undefined ? nothing : withDirectives(ofSet(fragment.selectionSet), fragment);
    known.set(name, size);
    return size;
  };
  const ofSelection = (node: SelectionNode): Size => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return withDirectives(ofFragment(node.name.value), node);
    if (node.kind === Kind.INLINE_FRAGMENT) return withDirectives(ofSet(node.selectionSet), node);
    const inner = node.selectionSet === undefined ? nothing : ofSet(node.selectionSet);
    return withDirectives(
      {
        depth: node.name.value.startsWith('__') ? 0 : inner.depth + 1,
        selections: inner.selections,
        aliases: inner.aliases + (node.alias === undefined ? 0 : 1),
        directives: inner.directives,
        fields: 1,
      },
      node,
    );
  };
  const ofSet = ({ selections }: SelectionSetNode): Size => {
    const sum: Size = { ...nothing };
    for (const selection of selections) {
      const size = ofSelection(selection);
      sum.depth = Math.max(sum.depth, size.depth);
      sum.selections += size.selections + 1;
      sum.aliases += size.aliases;
      sum.directives += size.directives;
      sum.fields += size.fields;
    }
    return sum;
  };

  const largest = { depth: 0, selections: 0, aliases: 0, directives: 0, rootFields: 0 };
  const take = ({ fields, ...size }: Size, isRoot: boolean): void => {
    for (const key of ['depth', 'selections', 'aliases', 'directives'] as const)
      largest[key] = Math.max(largest[key], size[key]);
    if (isRoot) largest.rootFields = Math.max(largest.rootFields, fields);
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      take(withDirectives(ofSet(definition.selectionSet), definition, definition.variableDefinitions), true);
    // One that nothing spreads is refused by validation, which has to look at it first.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) take(ofFragment(definition.name.value), false);
  }
  return largest;
}

type Directed = { readonly directives?: readonly unknown[] };

function withDirectives(size: Size, node: Directed, more: OperationDefinitionNode['variableDefinitions'] = []): Size {
  const count = [node, ...more].reduce((total, { directives }: Directed) => total + (directives?.length ?? 0), 0);
  return count === 0 ? size : { ...size, directives: size.directives + count };
}
