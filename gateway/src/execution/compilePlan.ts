import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import type { AskedKeys } from './AskedKeys.ts';
import { type CompiledRewrite, compileRewrite } from './applyRewrites.ts';
import { type CompiledPath, compilePath } from './collectTargets.ts';
import { compileRepresentation, type Represent } from './compileRepresentation.ts';
import type { ClientAliases } from './operation/ClientAliases.ts';
import type { PossibleTypes } from './PossibleTypes.ts';
import {
  type EntityBatch,
  type FetchNode,
  forEachFetch,
  type Path,
  type Plan,
  type PlanNode,
  type Rewrite,
} from './plan/Plan.ts';

/** A plan, ready to be executed: what can be worked out once is. */
export type CompiledNode =
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly CompiledNode[] }
  | CompiledFetch;

export interface CompiledFetch {
  readonly kind: 'Fetch';
  readonly service: string;
  readonly isQuery: boolean;
  /** The request's body up to its variables: `{"query":"…","variables":{` */
  readonly head: string;
  /** Variables of the client that it takes, each with its JSON key. */
  readonly variables: readonly { readonly name: string; readonly json: string }[];
  readonly batches: readonly CompiledBatch[] | undefined;
  readonly at: CompiledPath;
  /** What is null when it fails. */
  readonly lost: readonly ErrorPath[];
  readonly outputRewrites: readonly CompiledRewrite[];
  /** The place that a client knows a place of the merged graph by. */
  readonly clientPath: (path: ErrorPath) => ErrorPath;
}

export interface CompiledBatch {
  readonly responseKey: string;
  /** `"representations":[` */
  readonly json: string;
  readonly represent: Represent;
  /** Places whose entities go on alike share what was fetched for them; others get copies of their own. */
  readonly places: readonly {
    readonly path: CompiledPath;
    readonly group: number;
    /** What is null when it fails. */
    readonly lost: readonly ErrorPath[];
  }[];
  readonly outputRewrites: readonly CompiledRewrite[];
  /** A path within an entity, as it is called after the rewrites. */
  readonly renamed: (path: ErrorPath) => ErrorPath;
}

type ErrorPath = readonly (string | number)[];

/**
 * @param asked what the client asked for: errors name nothing else
 * @param aliases what the client calls it
 */
export function compilePlan(
  { node }: Plan,
  types: PossibleTypes,
  asked: AskedKeys,
  aliases: ClientAliases,
): CompiledNode | undefined {
  const all: FetchNode[] = [];
  forEachFetch(node, (fetch) => all.push(fetch));
  const compile = (inner: PlanNode): CompiledNode => {
    switch (inner.kind) {
      case 'Sequence':
      case 'Parallel':
        return { kind: inner.kind, nodes: inner.nodes.map(compile) };
      case 'Fetch':
        return compileFetch(inner, all, types, asked, aliases);
    }
  };
  return node && compile(node);
}

function compileFetch(
  fetch: FetchNode,
  all: readonly FetchNode[],
  types: PossibleTypes,
  asked: AskedKeys,
  aliases: ClientAliases,
): CompiledFetch {
  const { service, operation, operationName, operationKind, variables, entities, at, outputRewrites } = fetch;
  const roots = rootFields(operation);
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
  return {
    kind: 'Fetch',
    service,
    isQuery: operationKind === 'query',
    head: `{"query":${JSON.stringify(operation)},${name}"variables":{`,
    variables: variables.map((variable) => ({ name: variable, json: `${JSON.stringify(variable)}:` })),
    batches: entities?.map((batch) => compileBatch(batch, roots, all, types, asked, aliases)),
    at: compilePath(at, types),
    lost: lostPlaces(at, [...roots.keys()], outputRewrites, asked).map((path) => aliases.showPath(path)),
    outputRewrites: outputRewrites.map((rewrite) => compileRewrite(rewrite, types)),
    clientPath: (path) => aliases.showPath(asked.within(renamed(path, outputRewrites, 0))),
  };
}

function compileBatch(
  batch: EntityBatch,
  roots: ReadonlyMap<string, readonly string[]>,
  all: readonly FetchNode[],
  types: PossibleTypes,
  asked: AskedKeys,
  aliases: ClientAliases,
): CompiledBatch {
  const inputRewrites = batch.inputRewrites.map((rewrite) => compileRewrite(rewrite, types));
  const groups = groupByContinuation(batch.paths, all);
  return {
    responseKey: batch.responseKey,
    json: `${JSON.stringify(batch.variable)}:[`,
    represent: compileRepresentation(batch.requires, inputRewrites, types),
    places: batch.paths.map((path, index) => ({
      path: compilePath(path, types),
      group: groups[index] as number,
      lost: lostPlaces(path, roots.get(batch.responseKey) ?? [], batch.outputRewrites, asked).map((place) =>
        aliases.showPath(place),
      ),
    })),
    outputRewrites: batch.outputRewrites.map((rewrite) => compileRewrite(rewrite, types)),
    renamed: (path) => renamed(path, batch.outputRewrites),
  };
}

/**
 * Where fields of objects at a path are null when nobody answers for them. One place up to the first list stands for all objects in it:
 * an error for each would swamp the answer.
 */
function lostPlaces(
  path: Path,
  keys: readonly string[],
  rewrites: readonly Rewrite[],
  asked: AskedKeys,
): readonly ErrorPath[] {
  const head: string[] = [];
  for (const segment of path) {
    if (segment === '@') return [asked.within(head)];
    if ('field' in segment) head.push(segment.field);
  }
  const places = keys.map((key) => renamed([...head, key], rewrites, head.length));
  const wanted = places.filter((place) => asked.has(place));
  // What only the plan needed is missing: something of this object may be.
  return wanted.length === places.length ? wanted : [...wanted, asked.within(head)];
}

/** A path in a subgraph's answer, as it is called after the rewrites of that answer. */
function renamed(path: ErrorPath, rewrites: readonly Rewrite[], from = 0): ErrorPath {
  let result = path;
  for (const rewrite of rewrites) {
    if (rewrite.kind !== 'rename') continue;
    const keys = [...rewrite.path.flatMap((segment) => ('field' in segment ? [segment.field] : [])), rewrite.key];
    const places = result.flatMap((part, index) => (index >= from && typeof part === 'string' ? [index] : []));
    const last = places[keys.length - 1];
    if (last === undefined || !keys.every((key, index) => result[places[index] as number] === key)) continue;
    result = result.with(last, rewrite.to);
  }
  return result;
}

/**
 * One number for paths below which the same fetches go on. Below others, two fetches could put different values under the same key
 * of one shared object.
 */
function groupByContinuation(paths: readonly Path[], all: readonly FetchNode[]): number[] {
  const known = new Map<string, number>();
  return paths.map((path) => {
    const text = JSON.stringify(path).slice(0, -1);
    const continuations: string[] = [];
    all.forEach(({ entities, at }, fetch) => {
      [...(entities ?? []).map(({ paths: inner }) => inner), [at]].forEach((inner, batch) => {
        for (const other of inner) {
          const otherText = JSON.stringify(other);
          if (other.length > path.length && otherText.startsWith(text))
            continuations.push(`${fetch}.${batch}${otherText.slice(text.length)}`);
        }
      });
    });
    const signature = continuations.sort().join('|');
    const group = known.get(signature) ?? known.size;
    known.set(signature, group);
    return group;
  });
}

/** The response keys of an operation's root fields, each with those of its selection. */
function rootFields(operation: string): ReadonlyMap<string, readonly string[]> {
  const document = parse(operation, { noLocation: true });
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [],
    ),
  );
  const fieldsOf = (selectionSet: SelectionSetNode | undefined): readonly FieldNode[] =>
    (selectionSet?.selections ?? []).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value);
      return fieldsOf(inner);
    });
  const keysOf = (fields: readonly FieldNode[]): string[] => [
    ...new Set(
      fields.filter(({ name }) => name.value !== '__typename').map(({ alias, name }) => (alias ?? name).value),
    ),
  ];
  const definition = document.definitions.find(
    (candidate): candidate is OperationDefinitionNode => candidate.kind === Kind.OPERATION_DEFINITION,
  );
  const fields = fieldsOf(definition?.selectionSet);
  return new Map(
    keysOf(fields).map((key) => [
      key,
      keysOf(
        fields
          .filter(({ alias, name }) => (alias ?? name).value === key)
          .flatMap(({ selectionSet }) => fieldsOf(selectionSet)),
      ),
    ]),
  );
}
