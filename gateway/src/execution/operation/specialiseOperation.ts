import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { NormalisedOperation } from './normaliseOperation.ts';
import { usedFragments } from './usedFragments.ts';

/** An operation as it is for certain values of the variables in `@skip` and `@include`: without these, and what they leave out. */
export interface SpecialisedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What is planned: undefined where no subgraph need be asked. */
  readonly text: string | undefined;
}

export function specialiseOperation(
  schema: GraphQLSchema,
  { operation, fragments }: NormalisedOperation,
  conditions: Readonly<Record<string, boolean>>,
): SpecialisedOperation {
  const without = <Node extends OperationDefinitionNode | FragmentDefinitionNode>(node: Node): Node =>
    visit(node, {
      SelectionSet: (set): SelectionSetNode => ({
        ...set,
        selections: set.selections.filter((selection) => isIncluded(selection, conditions)).map(unconditional),
      }),
    });
  const chosen = without(operation);
  const chosenFragments = new Map([...fragments].map(([name, fragment]) => [name, without(fragment)]));
  return { operation: chosen, fragments: chosenFragments, text: textOf(schema, chosen, chosenFragments) };
}

/** What subgraphs are asked for: without introspection, which is answered here, and without what became empty. */
export function textOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string | undefined {
  const root = schema.getRootType(operation.operation);
  const typeInfo = new TypeInfo(schema);
  const document: DocumentNode = visit(
    { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] } as DocumentNode,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        if (!node.name.value.startsWith('__')) return undefined;
        if (typeInfo.getParentType() === root) return null;
        // Whatever the client calls it, an object's type is asked for once, by its own name.
        return node.name.value === '__typename' ? TYPENAME : undefined;
      },
    }),
  );
  // Fragments that became empty take their spreads with them, until nothing is empty.
  let definitions = document.definitions as readonly (OperationDefinitionNode | FragmentDefinitionNode)[];
  do {
    const names = new Set(
      definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION && !isEmpty(definition) ? [definition.name.value] : [],
      ),
    );
    definitions = definitions.flatMap((definition) => {
      if (definition.kind === Kind.FRAGMENT_DEFINITION && !names.has(definition.name.value)) return [];
      return [withoutEmpty(definition, names)];
    });
  } while (definitions.some((definition) => definition.kind === Kind.FRAGMENT_DEFINITION && isEmpty(definition)));
  const [main, ...rest] = definitions as [OperationDefinitionNode, ...FragmentDefinitionNode[]];
  if (isEmpty(main)) return undefined;
  const used = usedFragments(main, new Map(rest.map((fragment) => [fragment.name.value, fragment])));
  const variables = new Set<string>();
  for (const node of [main, ...used]) {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => {
        variables.add(name.value);
      },
    });
  }
  const tidy: OperationDefinitionNode = {
    ...main,
    variableDefinitions: (main.variableDefinitions ?? []).filter(({ variable }) => variables.has(variable.name.value)),
  };
  return print({ kind: Kind.DOCUMENT, definitions: [tidy, ...used] });
}

const isEmpty = ({ selectionSet }: OperationDefinitionNode | FragmentDefinitionNode): boolean =>
  selectionSet.selections.length === 0;

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Fragments without selections go; an object of which nothing is asked any more is still there or not. */
function withoutEmpty<Node extends OperationDefinitionNode | FragmentDefinitionNode>(
  node: Node,
  fragments: ReadonlySet<string>,
): Node {
  return visit(node, {
    FragmentSpread: ({ name }) => (fragments.has(name.value) ? undefined : null),
    InlineFragment: { leave: ({ selectionSet }) => (selectionSet.selections.length === 0 ? null : undefined) },
    Field: {
      leave: (field) =>
        field.selectionSet?.selections.length === 0
          ? { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections: [TYPENAME] } }
          : undefined,
    },
  });
}

function isIncluded({ directives }: SelectionNode, conditions: Readonly<Record<string, boolean>>): boolean {
  return (directives ?? []).every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? conditions[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value === true;
    return holds === (name.value === 'include');
  });
}

function unconditional(selection: SelectionNode): SelectionNode {
  const { directives = [] } = selection;
  if (directives.length === 0) return selection;
  return {
    ...selection,
    directives: directives.filter(({ name }) => name.value !== 'skip' && name.value !== 'include'),
  };
}
