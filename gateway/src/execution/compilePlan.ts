import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { type CompiledRewrite, compileRewrite } from './applyRewrites.ts';
import { type CompiledPath, compilePath } from './collectTargets.ts';
import { compileRepresentation, type Represent } from './compileRepresentation.ts';
import type { PossibleTypes } from './PossibleTypes.ts';
import { type EntityBatch, type FetchNode, forEachFetch, type Path, type Plan, type PlanNode } from './plan/Plan.ts';

/** A plan, ready to be executed: what can be worked out once is. */
export type CompiledNode =
  | { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly CompiledNode[] }
  | {
      readonly kind: 'Condition';
      readonly variable: string;
      readonly whenTrue: CompiledNode | undefined;
      readonly whenFalse: CompiledNode | undefined;
    }
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
  /** Response keys of a root fetch: what is null when it fails. */
  readonly rootKeys: readonly string[];
  readonly outputRewrites: readonly CompiledRewrite[];
}

export interface CompiledBatch {
  readonly responseKey: string;
  /** `"representations":[` */
  readonly json: string;
  readonly represent: Represent;
  /** Places whose entities go on alike share what was fetched for them; others get copies of their own. */
  readonly places: readonly { readonly path: CompiledPath; readonly group: number }[];
  /** Response keys of the entities' fields. */
  readonly keys: readonly string[];
  readonly outputRewrites: readonly CompiledRewrite[];
}

export function compilePlan({ node }: Plan, types: PossibleTypes): CompiledNode | undefined {
  const all: FetchNode[] = [];
  forEachFetch(node, (fetch) => all.push(fetch));
  const compile = (inner: PlanNode): CompiledNode => {
    switch (inner.kind) {
      case 'Sequence':
      case 'Parallel':
        return { kind: inner.kind, nodes: inner.nodes.map(compile) };
      case 'Condition':
        return {
          kind: 'Condition',
          variable: inner.variable,
          whenTrue: inner.whenTrue && compile(inner.whenTrue),
          whenFalse: inner.whenFalse && compile(inner.whenFalse),
        };
      case 'Fetch':
        return compileFetch(inner, all, types);
    }
  };
  return node && compile(node);
}

function compileFetch(fetch: FetchNode, all: readonly FetchNode[], types: PossibleTypes): CompiledFetch {
  const { service, operation, operationName, operationKind, variables, entities, at, outputRewrites } = fetch;
  const roots = rootFields(operation);
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
  return {
    kind: 'Fetch',
    service,
    isQuery: operationKind === 'query',
    head: `{"query":${JSON.stringify(operation)},${name}"variables":{`,
    variables: variables.map((variable) => ({ name: variable, json: `${JSON.stringify(variable)}:` })),
    batches: entities?.map((batch) => compileBatch(batch, roots, all, types)),
    at: compilePath(at, types),
    rootKeys: [...roots.keys()],
    outputRewrites: outputRewrites.map((rewrite) => compileRewrite(rewrite, types)),
  };
}

function compileBatch(
  batch: EntityBatch,
  roots: ReadonlyMap<string, readonly string[]>,
  all: readonly FetchNode[],
  types: PossibleTypes,
): CompiledBatch {
  const inputRewrites = batch.inputRewrites.map((rewrite) => compileRewrite(rewrite, types));
  const groups = groupByContinuation(batch.paths, all);
  return {
    responseKey: batch.responseKey,
    json: `${JSON.stringify(batch.variable)}:[`,
    represent: compileRepresentation(batch.requires, inputRewrites, types),
    places: batch.paths.map((path, index) => ({ path: compilePath(path, types), group: groups[index] as number })),
    keys: roots.get(batch.responseKey) ?? [],
    outputRewrites: batch.outputRewrites.map((rewrite) => compileRewrite(rewrite, types)),
  };
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
