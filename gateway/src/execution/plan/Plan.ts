/**
 * A query plan, whichever planner made it: which subgraphs are asked what, in which order, and where in the answer what they say belongs.
 */
export type PlanNode = SequenceNode | ParallelNode | FetchNode;

export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** One request to a subgraph. */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly service: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** The text that is sent. */
  readonly operation: string;
  readonly operationName: string | undefined;
  /** Variables of the client's operation that it uses. */
  readonly variables: readonly string[];
  /** The entities that it asks for; undefined where it asks for fields of a root type. */
  readonly entities: readonly EntityBatch[] | undefined;
  /** Where the fields of a root type belong: at the root, unless a field of the answer is of a root type itself. */
  readonly at: Path;
  /** Of fields of a root type. */
  readonly outputRewrites: readonly Rewrite[];
}

/** Entities that are asked for together: `_entities(representations: $…)`. */
export interface EntityBatch {
  /** `_entities`, or its alias. */
  readonly responseKey: string;
  /** The variable that takes the representations. */
  readonly variable: string;
  /** Where the entities are. The same fields are asked for at each of these places. */
  readonly paths: readonly Path[];
  readonly requires: readonly Requirement[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
}

/** Places in an answer: `@` is every item of a list; types narrow to objects of these. */
export type Path = readonly PathSegment[];
export type PathSegment = '@' | { readonly field: string } | { readonly types: readonly string[] };

/** A field of a representation, or a selection for objects of a type. */
export type Requirement =
  | {
      readonly kind: 'Field';
      /** What it is called in the merged graph. */
      readonly key: string;
      /** What the subgraph knows it by. Default: the same. */
      readonly as?: string;
      readonly selections: readonly Requirement[] | undefined;
    }
  | { readonly kind: 'Fragment'; readonly type: string; readonly selections: readonly Requirement[] };

/** What is changed in what goes to a subgraph or comes from it: interface objects, and fields under another name. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: readonly RewriteSegment[]; readonly key: string; readonly value: unknown }
  | { readonly kind: 'rename'; readonly path: readonly RewriteSegment[]; readonly key: string; readonly to: string };
export type RewriteSegment = { readonly field: string } | { readonly types: readonly string[] };

/** A whole plan; without a node for operations that need no subgraph, such as introspection. */
export interface Plan {
  readonly node: PlanNode | undefined;
}

/** Calls `visit` for every fetch of a plan. */
export function forEachFetch(node: PlanNode | undefined, visit: (fetch: FetchNode) => void): void {
  if (node === undefined) return;
  if (node.kind === 'Fetch') visit(node);
  else for (const child of node.nodes) forEachFetch(child, visit);
}
