import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Keys = Map<string, Keys>;
type ErrorPath = readonly (string | number)[];

/** The places that a client asked for: what only a plan needed (keys of entities, required fields) is not the client's concern. */
export class AskedKeys {
  readonly #root: Keys = new Map();

  /** @param document what was planned: one operation, and the fragments that it uses */
  constructor({ definitions }: DocumentNode) {
    const fragments = new Map(
      definitions
        .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment.selectionSet]),
    );
    const add = ({ selections }: SelectionSetNode, keys: Keys): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          const inner = keys.get(key) ?? new Map();
          keys.set(key, inner);
          if (selection.selectionSet !== undefined) add(selection.selectionSet, inner);
        } else {
          const set =
            selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value);
          if (set !== undefined) add(set, keys);
        }
      }
    };
    const main = definitions.find(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    );
    if (main !== undefined) add(main.selectionSet, this.#root);
  }

  /** The part of a path that the client asked for: all of it, or up to the object that lacks something. */
  within(path: ErrorPath): ErrorPath {
    let keys = this.#root;
    for (const [index, part] of path.entries()) {
      if (typeof part === 'number' || part === '@') continue;
      const inner = keys.get(part);
      if (inner === undefined) return path.slice(0, index);
      keys = inner;
    }
    return path;
  }

  has(path: ErrorPath): boolean {
    return this.within(path).length === path.length;
  }
}
