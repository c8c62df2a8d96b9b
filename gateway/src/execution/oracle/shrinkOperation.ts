import { type ASTNode, type DocumentNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';

/**
 * The smallest operation that still fails that is found by leaving selections out, one after another.
 * @param fails whether an operation is valid and fails
 */
export async function shrinkOperation(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let smallest = parse(text);
  for (let again = true; again; ) {
    again = false;
    const count = countSelections(smallest);
    for (let index = 0; index < count; index += 1) {
      const smaller = without(smallest, index);
      if (smaller === undefined) continue;
      if (await fails(print(smaller)).catch(() => false)) {
        smallest = smaller;
        again = true;
        break;
      }
    }
  }
  return print(smallest);
}

function countSelections(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    SelectionSet: ({ selections }) => {
      count += selections.length;
    },
  });
  return count;
}

/** Without the selection of a number; undefined where it is the only one of its set. */
function without(document: DocumentNode, index: number): DocumentNode | undefined {
  let seen = 0;
  let changed = false;
  const result = visit(document, {
    SelectionSet: (node): SelectionSetNode | undefined => {
      const start = seen;
      seen += node.selections.length;
      const at = index - start;
      if (changed || at < 0 || at >= node.selections.length || node.selections.length === 1) return undefined;
      changed = true;
      return { ...node, selections: node.selections.filter((_, position) => position !== at) };
    },
  });
  return changed ? tidied(result) : undefined;
}

/** Without fragments and variables that nothing uses any more. */
function tidied(document: DocumentNode): DocumentNode {
  let current = document;
  for (;;) {
    const used = namesIn(current);
    const definitions = current.definitions
      .filter((definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || used.has(`...${definition.name.value}`))
      .map((definition) =>
        definition.kind !== Kind.OPERATION_DEFINITION
          ? definition
          : {
              ...definition,
              variableDefinitions:
                definition.variableDefinitions?.filter(({ variable }) => used.has(`$${variable.name.value}`)) ?? [],
            },
      );
    if (definitions.length === current.definitions.length) return { ...current, definitions };
    current = { ...current, definitions };
  }
}

function namesIn(node: ASTNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(node, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.add(`$${name.value}`),
    FragmentSpread: ({ name }) => void names.add(`...${name.value}`),
  });
  return names;
}
