import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import type { Item } from '../collectTargets.ts';
import { readOwn } from '../ownKey.ts';
import { collectFields, type FieldScope } from './collectFields.ts';

/** One run of a projection. */
export interface ProjectionRun {
  /** Set when a value was not what its type allows: the answer then says which. */
  violated: boolean;
  /** Texts of objects that were written already: an object that is in several places is written once a selection. */
  readonly memos: (Map<object, string> | undefined)[];
  /** JSON of an introspection field, by response key. */
  readonly introspection: (key: string) => string;
}

/** The JSON of a value; undefined where null may not be, so that what holds it is null. */
type Write = (value: unknown, run: ProjectionRun) => string | undefined;

interface Field {
  /** `"name":` */
  readonly json: string;
  readonly read: (item: Item) => unknown;
  readonly nullable: boolean;
  readonly write: Write;
}

/**
 * The client's selection, compiled: writes the answer's JSON straight from the merged graph (GraphQL specification, section 6.4.3,
 * ResultCoercion and null propagation).
 */
export class Projection {
  readonly #scope: FieldScope;
  readonly #root: Write;
  #memos = 0;

  /** @param selectionSet of an operation on the root type */
  constructor(scope: FieldScope, root: GraphQLObjectType, selectionSet: SelectionSetNode) {
    this.#scope = scope;
    this.#root = this.#object(root, [selectionSet], 0);
  }

  /** @returns the text of `data`; `null` where a null went up to the root */
  write(
    data: Item,
    introspection: ProjectionRun['introspection'],
  ): { readonly text: string; readonly violated: boolean } {
    const run: ProjectionRun = { violated: false, memos: new Array(this.#memos), introspection };
    const text = this.#root(data, run) ?? 'null';
    return { text, violated: run.violated };
  }

  #object(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[], depth: number): Write {
    const fields = [...collectFields(this.#scope, type, selectionSets)].map(([key, nodes]) =>
      this.#field(type, key, nodes, depth),
    );
    const write = (item: Item, run: ProjectionRun): string | undefined => {
      let text = '';
      for (const { json, read, nullable, write: writeField } of fields) {
        const value = read(item);
        let written = value === undefined || value === null ? undefined : writeField(value, run);
        if (written === undefined) {
          if (!nullable) {
            run.violated = true;
            return undefined;
          }
          written = 'null';
        }
        text += text === '' ? json + written : `,${json}${written}`;
      }
      return `{${text}}`;
    };
    return write as Write;
  }

  /** What is found in several places is written once: a subgraph's answer about an entity is shared by all places of that entity. */
  #once(write: Write): Write {
    const id = this.#memos;
    this.#memos += 1;
    return (value, run) => {
      let memo = run.memos[id];
      if (memo === undefined) {
        memo = new Map();
        run.memos[id] = memo;
      }
      const known = memo.get(value as object);
      if (known !== undefined) return known;
      const text = write(value, run);
      if (text !== undefined) memo.set(value as object, text);
      return text;
    };
  }

  #field(parent: GraphQLCompositeType, key: string, nodes: readonly FieldNode[], depth: number): Field {
    const name = nodes[0]?.name.value ?? '';
    const json = `${JSON.stringify(this.#scope.aliases.show(key))}:`;
    if (name === '__typename') {
      if (!isObjectType(parent)) return { json, read: () => null, nullable: false, write: () => undefined };
      const text = JSON.stringify(parent.name);
      return { json, read: () => text, nullable: false, write: () => text };
    }
    if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name)
      return { json, read: () => key, nullable: true, write: (_, run) => run.introspection(key) };
    const type = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
    if (type === undefined) throw new Error(`invariant: ${parent.name} has no field ${name}`);
    const nullable = !isNonNullType(type);
    const { refused } = this.#scope;
    const allowed = refused === undefined ? nodes : nodes.filter((node) => !refused.has(node));
    if (allowed.length === 0) return { json, read: () => null, nullable, write: () => undefined };
    const selectionSets = allowed.flatMap(({ selectionSet }) => selectionSet ?? []);
    const write = this.#value(isNonNullType(type) ? type.ofType : type, selectionSets, depth + 1);
    const read = key in Object.prototype ? (item: Item) => readOwn(item, key) : (item: Item) => item[key];
    return {
      json,
      read,
      nullable,
      // Not of the root, which is in one place; nor what is as quickly written as looked up.
      write: depth > 0 && isCompositeType(getNamedType(type)) ? this.#once(write) : write,
    };
  }

  /** Of a value that is not null, of a nullable type. */
  #value(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[], depth: number): Write {
    if (isListType(type)) return this.#list(type.ofType as GraphQLOutputType, selectionSets, depth);
    if (isCompositeType(type)) return this.#composite(type, selectionSets, depth);
    return leaf(type as GraphQLLeafType);
  }

  #list(itemType: GraphQLOutputType, selectionSets: readonly SelectionSetNode[], depth: number): Write {
    const nullable = !isNonNullType(itemType);
    const writeItem = this.#value(
      (nullable ? itemType : itemType.ofType) as GraphQLOutputType,
      selectionSets,
      depth + 1,
    );
    return (value, run) => {
      if (!Array.isArray(value)) {
        run.violated = true;
        return undefined;
      }
      let text = '';
      for (let index = 0; index < value.length; index += 1) {
        const item: unknown = value[index];
        let written = item === null || item === undefined ? undefined : writeItem(item, run);
        if (written === undefined) {
          if (!nullable) {
            run.violated = true;
            return undefined;
          }
          written = 'null';
        }
        text += index === 0 ? written : `,${written}`;
      }
      return `[${text}]`;
    };
  }

  /** An object says its type where that is not known from the schema. */
  #composite(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[], depth: number): Write {
    const { schema } = this.#scope;
    const writers = new Map<string, Write | null>();
    const writerOf = (name: string): Write | null => {
      let writer = writers.get(name);
      if (writer === undefined) {
        const found = schema.getType(name);
        writer = isObjectType(found) ? this.#object(found, selectionSets, depth) : null;
        writers.set(name, writer);
      }
      return writer;
    };
    // Compiled when the first object comes: types may hold each other without end, selections do not.
    let own: Write | undefined;
    return (value, run) => {
      if (typeof value !== 'object' || Array.isArray(value)) {
        run.violated = true;
        return undefined;
      }
      const { __typename: named } = value as Item;
      // Of an abstract type too: what nobody needed to tell apart says no type.
      if (named === type.name || named === undefined || named === null) {
        own ??= this.#object(type, selectionSets, depth);
        return own(value, run);
      }
      const writer = typeof named === 'string' ? writerOf(named) : null;
      if (writer === null) {
        run.violated = true;
        return undefined;
      }
      return writer(value, run);
    };
  }
}

const MAX_INT = 2_147_483_647;

/** Values as subgraphs send them, checked against the type that clients see. Custom scalars are passed on. */
function leaf(type: GraphQLLeafType): Write {
  const check = checkOf(type);
  return (value, run) => {
    if (check(value)) return typeof value === 'number' ? String(value) : JSON.stringify(value);
    run.violated = true;
    return undefined;
  };
}

/** Whether a value that is not null can be a value of a leaf type. */
export function checkOf(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set(type.getValues().map(({ name }) => name));
    return (value) => typeof value === 'string' && names.has(value);
  }
  switch (type.name) {
    case 'Int':
      return (value) => Number.isInteger(value) && (value as number) <= MAX_INT && (value as number) >= -MAX_INT - 1;
    case 'Float':
      return Number.isFinite;
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'String':
      return (value) => typeof value === 'string';
    case 'ID':
      return (value) => typeof value === 'string' || Number.isFinite(value);
    default:
      return (value) => typeof value !== 'number' || Number.isFinite(value);
  }
}
