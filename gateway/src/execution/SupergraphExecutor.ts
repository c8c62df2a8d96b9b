import { Supergraph } from '@apollo/federation-internals';
import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type CompiledNode, compilePlan } from './compilePlan.ts';
import { Execution, type Send } from './Execution.ts';
import { type NormalisedOperation, normaliseOperation } from './operation/normaliseOperation.ts';
import { PossibleTypes } from './PossibleTypes.ts';
import { PlanningFailed } from './plan/PlanningFailed.ts';
import type { QueryPlanner } from './plan/QueryPlanner.ts';
import { collectFields, type FieldScope } from './project/collectFields.ts';
import { findViolations } from './project/findViolations.ts';
import { Projection } from './project/Projection.ts';

/** An operation of a client's, validated against the API schema. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** The same for the same text. */
  readonly key: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What it came to. */
export interface OperationResult {
  /** JSON text of `data`; undefined when nothing was executed. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLError[];
  /** Where a subgraph's values were not what their types allow, and it said nothing of it. */
  readonly violations: readonly GraphQLError[];
}

/** How much an executor keeps. */
export interface ExecutorLimits {
  /** Compiled operations, roughly by their memory. Default 64 MiB. */
  readonly planCacheBytes?: number;
}

interface PreparedOperation {
  readonly normal: NormalisedOperation;
  /** Of the normalised text: shared by all texts that come to the same. */
  readonly compiled: CompiledOperation;
}

interface CompiledOperation {
  readonly plan: CompiledNode | undefined;
  readonly size: number;
  /** By the values of the variables in `@skip` and `@include`. */
  readonly projections: LRUCache<string, Projection>;
}

/** A compiled plan takes about this many bytes for each character of its operation. */
const BYTES_A_CHARACTER = 60;
const PROJECTIONS = 32;

/** Executes operations on one supergraph: plans them once, asks the subgraphs, writes the answer. */
export class SupergraphExecutor {
  readonly schema: GraphQLSchema;
  readonly #types: PossibleTypes;
  readonly #planner: QueryPlanner;
  readonly #prepared: LRUCache<string, PreparedOperation>;
  readonly #compiled: LRUCache<string, CompiledOperation>;
  readonly #underWay = new Map<string, Promise<CompiledOperation>>();

  constructor(
    supergraphSdl: string,
    planner: QueryPlanner,
    { planCacheBytes = 64 * 1024 * 1024 }: ExecutorLimits = {},
  ) {
    const supergraph = Supergraph.build(supergraphSdl);
    this.schema = supergraph.apiSchema().toGraphQLJSSchema();
    this.#types = new PossibleTypes(supergraph.schema.toGraphQLJSSchema());
    this.#planner = planner;
    this.#compiled = new LRUCache({ maxSize: planCacheBytes, sizeCalculation: ({ size }) => size });
    this.#prepared = new LRUCache({
      maxSize: planCacheBytes,
      sizeCalculation: ({ normal }) => normal.text.length * BYTES_A_CHARACTER,
    });
  }

  /** Texts of operations that were executed lately, most recent first: what is planned anew for another supergraph. */
  recent(): readonly { document: DocumentNode; operationName: string | undefined }[] {
    return [...this.#prepared.values()].map(({ normal: { operation, fragments } }) => ({
      document: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] },
      operationName: operation.name?.value,
    }));
  }

  /** Plans an operation, unless that was done. @throws PlanningFailed */
  async prepare({
    document,
    operation,
    operationName,
    key,
  }: Omit<OperationRequest, 'variables'>): Promise<PreparedOperation> {
    const known = this.#prepared.get(`${operationName ?? ''} ${key}`);
    if (known !== undefined) return known;
    const normal = normaliseOperation(this.schema, document, operation);
    const prepared = { normal, compiled: await this.#compile(normal) };
    this.#prepared.set(`${operationName ?? ''} ${key}`, prepared);
    return prepared;
  }

  /**
   * Executes an operation.
   * @throws PlanningFailed when there is no plan
   */
  async execute(request: OperationRequest, send: Send): Promise<OperationResult> {
    const { operation, variables: given } = request;
    const definitions = operation.variableDefinitions ?? [];
    let defaulted: Readonly<Record<string, unknown>> = {};
    if (definitions.length > 0) {
      const { coerced, errors } = getVariableValues(this.schema, definitions, given);
      if (errors !== undefined) return { data: undefined, errors: errors.map(badInput), violations: [] };
      defaulted = coerced;
    }
    const { normal, compiled } = await this.prepare(request);
    // Subgraphs get what the client sent: their own types say how it is understood. Defaults stand in their operations too.
    const sent = { ...given, ...normal.literals };
    const execution = new Execution({ ...conditionsOnly(defaulted, normal.conditions), ...sent }, send);
    if (compiled.plan !== undefined) await execution.run(compiled.plan);
    const projection = this.#projectionOf(compiled, normal, defaulted);
    const { text, violated } = projection.write(execution.data, (key) => this.#introspect(normal, key, given));
    const { errors } = execution;
    const violations =
      violated && errors.length === 0
        ? findViolations(
            this.#scopeOf(normal, defaulted),
            this.#rootOf(normal.operation),
            normal.operation.selectionSet,
            execution.data,
          )
        : [];
    return { data: text, errors, violations };
  }

  async close(): Promise<void> {
    await this.#planner.close();
  }

  #compile(normal: NormalisedOperation): Promise<CompiledOperation> {
    const { text } = normal;
    const known = this.#compiled.get(text);
    if (known !== undefined) return Promise.resolve(known);
    let planning = this.#underWay.get(text);
    if (planning === undefined) {
      planning = this.#planAndCompile(normal).finally(() => this.#underWay.delete(text));
      this.#underWay.set(text, planning);
    }
    return planning;
  }

  async #planAndCompile({ text, operation }: NormalisedOperation): Promise<CompiledOperation> {
    const needsPlan = operation.selectionSet.selections.some((selection) => !isMeta(selection));
    const plan = needsPlan ? await this.#planner.plan(text, operation.name?.value) : { node: undefined };
    const compiled: CompiledOperation = {
      plan: compilePlan(plan, this.#types),
      size: text.length * BYTES_A_CHARACTER,
      projections: new LRUCache({ max: PROJECTIONS }),
    };
    this.#compiled.set(text, compiled);
    return compiled;
  }

  #projectionOf(
    compiled: CompiledOperation,
    normal: NormalisedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Projection {
    const key = normal.conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let projection = compiled.projections.get(key);
    if (projection === undefined) {
      const { operation } = normal;
      projection = new Projection(this.#scopeOf(normal, variables), this.#rootOf(operation), operation.selectionSet);
      compiled.projections.set(key, projection);
    }
    return projection;
  }

  #scopeOf({ fragments, conditions }: NormalisedOperation, variables: Readonly<Record<string, unknown>>): FieldScope {
    return { schema: this.schema, fragments, conditions: conditionsOnly(variables, conditions) };
  }

  #rootOf(operation: OperationDefinitionNode) {
    const type = this.schema.getRootType(operation.operation);
    if (type === undefined || type === null)
      throw new PlanningFailed('PLANNING_FAILED', `The schema has no type for a ${operation.operation}.`);
    return type;
  }

  /** One introspection field of the root, by graphql-js. */
  #introspect(normal: NormalisedOperation, key: string, variables: Readonly<Record<string, unknown>>): string {
    const fields = collectFields(this.#scopeOf(normal, variables), this.#rootOf(normal.operation), [
      normal.operation.selectionSet,
    ]).get(key);
    const document = introspectionOf(fields ?? [], normal);
    const variableValues = { ...variables, ...normal.literals };
    const { data } = executeSync({ schema: this.schema, document, rootValue: {}, variableValues });
    return JSON.stringify(data?.[key] ?? null);
  }
}

function introspectionOf(fields: readonly FieldNode[], { operation, fragments }: NormalisedOperation): DocumentNode {
  const used = new Set<string>();
  const look = (node: FieldNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment !== undefined && !used.has(`...${name.value}`)) {
          used.add(`...${name.value}`);
          look(fragment);
        }
      },
    });
  };
  for (const field of fields) look(field);
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
          used.has(variable.name.value),
        ),
        selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
      },
      ...[...fragments.values()].filter(({ name }) => used.has(`...${name.value}`)),
    ],
  };
}

function conditionsOnly(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, boolean>> {
  return Object.fromEntries(names.map((name) => [name, variables[name] === true]));
}

const isMeta = (selection: OperationDefinitionNode['selectionSet']['selections'][number]): boolean =>
  selection.kind === Kind.FIELD && selection.name.value.startsWith('__');

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}
