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
/** The same, with pauses. */
type WriteSlowly = (value: unknown, run: ProjectionRun) => Generator<void, string | undefined>;

interface Writer {
  readonly write: Write;
  /** undefined for leaves, which are never long. */
  readonly slowly: WriteSlowly | undefined;
}

/** What is written of a projection. */
export interface Projected {
  /** `null` where a null went up to the root. */
  readonly text: string;
  readonly violated: boolean;
}

/** Items of a list after which a pause may be. */
const PAUSE = 64;

interface Field {
  /** `"name":` */
  readonly json: string;
  readonly read: (item: Item) => unknown;
  readonly nullable: boolean;
  readonly writer: Writer;
}

/**
 * The client's selection, compiled: writes the answer's JSON straight from the merged graph (GraphQL specification, section 6.4.3,
 * ResultCoercion and null propagation).
 */
export class Projection {
  readonly #scope: FieldScope;
  readonly #root: Writer;
  #memos = 0;

  /** @param selectionSet of an operation on the root type */
  constructor(scope: FieldScope, root: GraphQLObjectType, selectionSet: SelectionSetNode) {
    this.#scope = scope;
    this.#root = this.#object(root, [selectionSet], 0);
  }

  write(data: Item, introspection: ProjectionRun['introspection']): Projected {
    const run = this.#begin(introspection);
    const text = this.#root.write(data, run) ?? 'null';
    return { text, violated: run.violated };
  }

  /** The same, a little at a time: for what is large. */
  *writeSlowly(data: Item, introspection: ProjectionRun['introspection']): Generator<void, Projected> {
    const run = this.#begin(introspection);
    const text = (yield* (this.#root.slowly as WriteSlowly)(data, run)) ?? 'null';
    return { text, violated: run.violated };
  }

  #begin(introspection: ProjectionRun['introspection']): ProjectionRun {
    return { violated: false, memos: new Array(this.#memos), introspection };
  }

  #object(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[], depth: number): Writer {
    const fields = [...collectFields(this.#scope, type, selectionSets)].map(([key, nodes]) =>
      this.#field(type, key, nodes, depth),
    );
    return {
      write(value, run) {
        let text = '';
        for (const { json, read, nullable, writer } of fields) {
          const inner = read(value as Item);
          const written = inner === undefined || inner === null ? undefined : writer.write(inner, run);
          if (written === undefined && !nullable) return violate(run);
          text += text === '' ? `${json}${written ?? 'null'}` : `,${json}${written ?? 'null'}`;
        }
        return `{${text}}`;
      },
      *slowly(value, run) {
        let text = '';
        for (const { json, read, nullable, writer } of fields) {
          const inner = read(value as Item);
          let written: string | undefined;
          if (inner !== undefined && inner !== null)
            written = writer.slowly === undefined ? writer.write(inner, run) : yield* writer.slowly(inner, run);
          if (written === undefined && !nullable) return violate(run);
          text += text === '' ? `${json}${written ?? 'null'}` : `,${json}${written ?? 'null'}`;
        }
        return `{${text}}`;
      },
    };
  }

  /** What is found in several places is written once: a subgraph's answer about an entity is shared by all places of that entity. */
  #once({ write, slowly }: Writer): Writer {
    const id = this.#memos;
    this.#memos += 1;
    const memoOf = (run: ProjectionRun): Map<object, string> => {
      let memo = run.memos[id];
      if (memo === undefined) {
        memo = new Map();
        run.memos[id] = memo;
      }
      return memo;
    };
    return {
      write(value, run) {
        const memo = memoOf(run);
        const known = memo.get(value as object);
        if (known !== undefined) return known;
        const text = write(value, run);
        if (text !== undefined) memo.set(value as object, text);
        return text;
      },
      slowly:
        slowly &&
        function* (value, run) {
          const memo = memoOf(run);
          const known = memo.get(value as object);
          if (known !== undefined) return known;
          const text = yield* slowly(value, run);
          if (text !== undefined) memo.set(value as object, text);
          return text;
        },
    };
  }

  #field(parent: GraphQLCompositeType, key: string, nodes: readonly FieldNode[], depth: number): Field {
    const name = nodes[0]?.name.value ?? '';
    const json = `${JSON.stringify(this.#scope.aliases.show(key))}:`;
    if (name === '__typename') {
      if (!isObjectType(parent)) return { json, read: () => null, nullable: false, writer: quick(() => undefined) };
      const text = JSON.stringify(parent.name);
      return { json, read: () => text, nullable: false, writer: quick(() => text) };
    }
    if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name)
      return { json, read: () => key, nullable: true, writer: quick((_, run) => run.introspection(key)) };
    const type = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
    if (type === undefined) throw new Error(`invariant: ${parent.name} has no field ${name}`);
    const nullable = !isNonNullType(type);
    const { refused } = this.#scope;
    const allowed = refused === undefined ? nodes : nodes.filter((node) => !refused.has(node));
    if (allowed.length === 0) return { json, read: () => null, nullable, writer: quick(() => undefined) };
    const selectionSets = allowed.flatMap(({ selectionSet }) => selectionSet ?? []);
    const writer = this.#value(isNonNullType(type) ? type.ofType : type, selectionSets, depth + 1);
    const read = key in Object.prototype ? (item: Item) => readOwn(item, key) : (item: Item) => item[key];
    return {
      json,
      read,
      nullable,
      // Not of the root, which is in one place; nor what is as quickly written as looked up.
      writer: depth > 0 && isCompositeType(getNamedType(type)) ? this.#once(writer) : writer,
    };
  }

  /** Of a value that is not null, of a nullable type. */
  #value(type: GraphQLOutputType, selectionSets: readonly SelectionSetNode[], depth: number): Writer {
    if (isListType(type)) return this.#list(type.ofType as GraphQLOutputType, selectionSets, depth);
    if (isCompositeType(type)) return this.#composite(type, selectionSets, depth);
    return quick(leaf(type as GraphQLLeafType));
  }

  #list(itemType: GraphQLOutputType, selectionSets: readonly SelectionSetNode[], depth: number): Writer {
    const nullable = !isNonNullType(itemType);
    const { write, slowly } = this.#value(
      (nullable ? itemType : itemType.ofType) as GraphQLOutputType,
      selectionSets,
      depth + 1,
    );
    return {
      write(value, run) {
        if (!Array.isArray(value)) return violate(run);
        let text = '';
        for (let index = 0; index < value.length; index += 1) {
          const item: unknown = value[index];
          const written = item === null || item === undefined ? undefined : write(item, run);
          if (written === undefined && !nullable) return violate(run);
          text += index === 0 ? (written ?? 'null') : `,${written ?? 'null'}`;
        }
        return `[${text}]`;
      },
      *slowly(value, run) {
        if (!Array.isArray(value)) return violate(run);
        let text = '';
        for (let index = 0; index < value.length; index += 1) {
          if (index % PAUSE === PAUSE - 1) yield;
          const item: unknown = value[index];
          let written: string | undefined;
          if (item !== null && item !== undefined)
            written = slowly === undefined ? write(item, run) : yield* slowly(item, run);
          if (written === undefined && !nullable) return violate(run);
          text += index === 0 ? (written ?? 'null') : `,${written ?? 'null'}`;
        }
        return `[${text}]`;
      },
    };
  }

  /** An object says its type where that is not known from the schema. */
  #composite(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[], depth: number): Writer {
    const { schema } = this.#scope;
    // Compiled when the first object comes: types may hold each other without end, selections do not.
    const writers = new Map<string, Writer | null>();
    let own: Writer | undefined;
    const writerOf = (value: unknown): Writer | null => {
      if (typeof value !== 'object' || Array.isArray(value)) return null;
      const { __typename: named } = value as Item;
      // Of an abstract type too: what nobody needed to tell apart says no type.
      if (named === type.name || named === undefined || named === null) {
        own ??= this.#object(type, selectionSets, depth);
        return own;
      }
      if (typeof named !== 'string') return null;
      let writer = writers.get(named);
      if (writer === undefined) {
        const found = schema.getType(named);
        writer = isObjectType(found) ? this.#object(found, selectionSets, depth) : null;
        writers.set(named, writer);
      }
      return writer;
    };
    return {
      write(value, run) {
        const writer = writerOf(value);
        return writer === null ? violate(run) : writer.write(value, run);
      },
      *slowly(value, run) {
        const writer = writerOf(value);
        return writer === null ? violate(run) : yield* (writer.slowly as WriteSlowly)(value, run);
      },
    };
  }
}

const quick = (write: Write): Writer => ({ write, slowly: undefined });

function violate(run: ProjectionRun): undefined {
  run.violated = true;
  return undefined;
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
