import { traced } from '@wellspring/kit/telemetry';
import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import {
  Authorization,
  type AuthorizationMode,
  missingKey,
  missingOf,
  refusals,
  rejections,
} from '../authorization/Authorization.ts';
import type { Requirement } from '../authorization/Requirement.ts';
import { NOBODY, type Rights } from '../authorization/Rights.ts';
import type { RefusedOperation } from '../authorization/refuseFields.ts';
import { buildSupergraph } from '../supergraph/buildSupergraph.ts';
import { AskedKeys } from './AskedKeys.ts';
import { type CompiledNode, compilePlan } from './compilePlan.ts';
import { Execution, type Send } from './Execution.ts';
import { inTurns } from './inTurns.ts';
import { ClientAliases } from './operation/ClientAliases.ts';
import { type NormalisedOperation, normaliseOperation } from './operation/normaliseOperation.ts';
import { type SpecialisedOperation, specialiseOperation, textOf } from './operation/specialiseOperation.ts';
import { PossibleTypes } from './PossibleTypes.ts';
import { OverrideShares } from './plan/OverrideShares.ts';
import { PlanningFailed } from './plan/PlanningFailed.ts';
import type { QueryPlanner } from './plan/QueryPlanner.ts';
import { collectFields, type FieldScope } from './project/collectFields.ts';
import { FieldOwners } from './project/FieldOwners.ts';
import { findViolations } from './project/findViolations.ts';
import { Projection } from './project/Projection.ts';
import { withoutFalseAlarms } from './withoutFalseAlarms.ts';

/** An operation of a client's, validated against the API schema. */
export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** The same for the same text. */
  readonly key: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What whoever asks may see of what is guarded. Default: what anybody may. */
  readonly rights?: Rights | undefined;
}

/** What it came to. */
export interface OperationResult {
  /** JSON text of `data`; undefined when nothing was executed. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLError[];
  /** Where a subgraph's values were not what their types allow, and it said nothing of it. */
  readonly violations: readonly GraphQLError[];
  /** Where whoever asked may not see what was asked for. */
  readonly refused: RefusedOperation['paths'];
}

/** How much an executor keeps, and what it does with what somebody may not see. */
export interface ExecutorLimits {
  /** Compiled operations, roughly by their memory. Default 64 MiB. */
  readonly planCacheBytes?: number;
  /** Default `filter`. */
  readonly authorization?: AuthorizationMode;
}

/** What is told of plans that clients ask for; a new supergraph's warming is not. */
export interface PlanCounts {
  /** Operations whose plan was there. */
  hits: number;
  /** Operations that waited for a plan. */
  misses: number;
}

interface PreparedOperation {
  readonly normal: NormalisedOperation;
  /** What its fields require of who asks for them; mostly nothing. */
  readonly requirements: readonly Requirement[];
  /** By the values of the variables in `@skip` and `@include`, and by what who asks for it may not see. */
  readonly compiled: LRUCache<string, CompiledOperation>;
}

interface CompiledOperation {
  readonly specialised: SpecialisedOperation;
  readonly root: GraphQLObjectType;
  readonly scope: FieldScope;
  readonly plan: CompiledNode | undefined;
  readonly projection: Projection;
  readonly refused: RefusedOperation['paths'];
}

/** A compiled plan takes about this many bytes for each character of its operation. */
const BYTES_A_CHARACTER = 60;
/** Faults of variables that one answer tells: telling all of a large value takes longer than it is worth. */
const MOST_FAULTS = 20;
/** Operations that are planned at a time for a new supergraph. */
const WARMING_LANES = 2;
/** Subgraphs' answers from which on the client's is written a little at a time, so that others have their turn; characters. */
const LARGE = 1_000_000;
/** Of one text. */
const SPECIALISATIONS = 32;
const NO_REQUIREMENTS: readonly Requirement[] = [];
const NONE_REFUSED: RefusedOperation['paths'] = [];

/** Executes operations on one supergraph: plans them once, asks the subgraphs, writes the answer. */
export class SupergraphExecutor {
  readonly schema: GraphQLSchema;
  readonly #owners: FieldOwners;
  readonly #types: PossibleTypes;
  readonly #aliases: ClientAliases;
  readonly #planner: QueryPlanner;
  readonly #shares: OverrideShares;
  readonly #authorization: Authorization | undefined;
  readonly #mode: AuthorizationMode;
  readonly #prepared: LRUCache<string, PreparedOperation>;
  /** By what was planned: texts that come to the same share it. */
  readonly #plans: LRUCache<string, { readonly node: CompiledNode | undefined; readonly size: number }>;
  readonly #underWay = new Map<string, Promise<CompiledNode | undefined>>();
  readonly #counts: PlanCounts;

  constructor(
    supergraphSdl: string,
    planner: QueryPlanner,
    { planCacheBytes = 64 * 1024 * 1024, authorization = 'filter' }: ExecutorLimits = {},
    counts: PlanCounts = { hits: 0, misses: 0 },
  ) {
    this.#counts = counts;
    const supergraph = buildSupergraph(supergraphSdl);
    this.#owners = new FieldOwners(supergraph);
    this.#shares = new OverrideShares(supergraph);
    this.schema = supergraph.apiSchema().toGraphQLJSSchema();
    this.#types = new PossibleTypes(supergraph.schema.toGraphQLJSSchema());
    this.#aliases = new ClientAliases(supergraph.schema);
    this.#planner = planner;
    this.#authorization = Authorization.of(supergraphSdl, this.schema);
    this.#mode = authorization;
    this.#plans = new LRUCache({ maxSize: planCacheBytes, sizeCalculation: ({ size }) => size });
    this.#prepared = new LRUCache({
      maxSize: planCacheBytes,
      sizeCalculation: ({ normal }) => normal.text.length * BYTES_A_CHARACTER,
    });
  }

  /** Plans that are kept. */
  get plans(): number {
    return this.#plans.size;
  }

  /** What was planned, used most recently first: it is planned anew for another supergraph. */
  recent(): readonly string[] {
    return [...new Set([...this.#plans.keys()].map((key) => key.slice(key.indexOf(' ') + 1)))];
  }

  /**
   * Plans what another executor planned, so that nobody waits for it; leaves out what this supergraph does not have.
   * @param within how long it may take, in ms: what is left then is planned when it is asked for
   */
  async warm(texts: readonly string[], within: number): Promise<void> {
    const end = performance.now() + within;
    const left = [...texts];
    const lane = async (): Promise<void> => {
      for (let text = left.shift(); text !== undefined && performance.now() < end; text = left.shift()) {
        const document = parse(text, { noLocation: true });
        if (validate(this.schema, document).length > 0) continue;
        const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
        const { name } = operation as OperationDefinitionNode;
        // What cannot be planned says so to whoever asks for it.
        for (const share of this.#shares.all) await this.#planOf(text, name?.value, share).catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: WARMING_LANES }, lane));
  }

  /**
   * Executes an operation.
   * @throws PlanningFailed when there is no plan
   */
  async execute(request: OperationRequest, send: Send): Promise<OperationResult> {
    const { operation, variables: given, rights = NOBODY } = request;
    const definitions = operation.variableDefinitions ?? [];
    let coerced: Readonly<Record<string, unknown>> = {};
    if (definitions.length > 0) {
      const result = getVariableValues(this.schema, definitions, given, { maxErrors: MOST_FAULTS });
      if (result.errors !== undefined)
        return { data: undefined, errors: result.errors.map(badInput), violations: [], refused: NONE_REFUSED };
      coerced = result.coerced;
    }
    const prepared = this.#prepare(request);
    const { normal, requirements } = prepared;
    const missing = requirements.length === 0 ? '' : missingKey(requirements, rights);
    const compiled = await this.#compile(prepared, coerced, missing);
    const { refused } = compiled;
    if (refused.length > 0 && this.#mode === 'reject')
      return { data: undefined, errors: rejections(refused, rights), violations: [], refused };
    // Subgraphs get what the client sent: their own types say how it is understood. Defaults stand in their operations too.
    const variables: Record<string, unknown> = { ...given, ...normal.literals };
    for (const [name, own] of normal.renamed) variables[name] = given[own];
    const execution = new Execution(variables, send);
    if (compiled.plan !== undefined) await execution.run(compiled.plan);
    const introspection = (key: string): string => this.#introspect(compiled, key, variables);
    const { text, violated } =
      execution.size < LARGE
        ? compiled.projection.write(execution.data, introspection)
        : await inTurns(compiled.projection.writeSlowly(execution.data, introspection));
    const { outages } = execution;
    const failures = outages.size === 0 ? execution.errors : withoutFalseAlarms(execution.errors, outages, text);
    const errors =
      refused.length === 0 || this.#mode === 'log' ? failures : [...refusals(refused, rights), ...failures];
    const violations = violated
      ? findViolations(
          compiled.scope,
          compiled.root,
          compiled.specialised.operation.selectionSet,
          execution.data,
          (type, field) => this.#owners.of(type, field, execution.answered),
        ).filter((violation) => !errors.some((error) => isExplainedBy(violation, error)))
      : [];
    return { data: text, errors, violations, refused };
  }

  async close(): Promise<void> {
    await this.#planner.close();
  }

  #prepare({ document, operation, operationName, key }: OperationRequest): PreparedOperation {
    const name = `${operationName ?? ''} ${key}`;
    let prepared = this.#prepared.get(name);
    if (prepared === undefined) {
      const normal = normaliseOperation(this.schema, document, operation, this.#aliases);
      const requirements = this.#authorization?.requirementsIn(normal.operation, normal.fragments) ?? NO_REQUIREMENTS;
      prepared = { normal, requirements, compiled: new LRUCache({ max: SPECIALISATIONS }) };
      this.#prepared.set(name, prepared);
    }
    return prepared;
  }

  async #compile(
    { normal, requirements, compiled: all }: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
    missing: string,
  ): Promise<CompiledOperation> {
    const share = this.#shares.draw();
    const chosen = normal.conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const key = `${share} ${chosen} ${missing}`;
    let compiled = all.get(key);
    if (compiled !== undefined) this.#counts.hits += 1;
    else {
      const conditions = Object.fromEntries(normal.conditions.map((name) => [name, variables[name] === true]));
      const whole = specialiseOperation(this.schema, normal, conditions);
      const refusal =
        missing === ''
          ? undefined
          : this.#authorization?.refuse(whole.operation, whole.fragments, missingOf(requirements, missing));
      const enforced = this.#mode === 'log' ? undefined : refusal;
      const specialised = enforced === undefined ? whole : this.#without(enforced);
      const { operation, fragments, text } = specialised;
      const root = this.#rootOf(operation);
      const rejected = this.#mode === 'reject' && (refusal?.paths.length ?? 0) > 0;
      const { refused, unasked } = enforced ?? {};
      const scope = { schema: this.schema, fragments, aliases: this.#aliases, refused, unasked };
      if (text === undefined || this.#plans.has(`${share} ${text}`)) this.#counts.hits += 1;
      else this.#counts.misses += 1;
      compiled = {
        specialised,
        root,
        scope,
        plan: text === undefined || rejected ? undefined : await this.#planOf(text, operation.name?.value, share),
        projection: new Projection(scope, root, operation.selectionSet),
        refused: refusal?.paths.map((path) => path.map((key) => this.#aliases.show(key))) ?? NONE_REFUSED,
      };
      all.set(key, compiled);
    }
    return compiled;
  }

  /** What is planned has nothing in it that was refused. */
  #without({ answered, asked }: RefusedOperation): SpecialisedOperation {
    const fragments = new Map();
    return { operation: answered, fragments, text: textOf(this.schema, asked, fragments) };
  }

  #planOf(text: string, operationName: string | undefined, share: number): Promise<CompiledNode | undefined> {
    const key = `${share} ${text}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return Promise.resolve(known.node);
    let planning = this.#underWay.get(key);
    if (planning === undefined) {
      planning = traced('plan', {}, () => this.#planner.plan(text, operationName, share))
        .then((plan) => {
          const node = compilePlan(plan, this.#types, new AskedKeys(parse(text, { noLocation: true })), this.#aliases);
          this.#plans.set(key, { node, size: text.length * BYTES_A_CHARACTER });
          return node;
        })
        .finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, planning);
    }
    return planning;
  }

  #rootOf(operation: OperationDefinitionNode): GraphQLObjectType {
    const type = this.schema.getRootType(operation.operation);
    if (type === undefined || type === null)
      throw new PlanningFailed('PLANNING_FAILED', `The schema has no type for a ${operation.operation}.`);
    return type;
  }

  /** One introspection field of the root, by graphql-js. */
  #introspect(
    { scope, root, specialised }: CompiledOperation,
    key: string,
    variableValues: Readonly<Record<string, unknown>>,
  ): string {
    const fields = collectFields(scope, root, [specialised.operation.selectionSet]).get(key);
    const document = introspectionOf(fields ?? [], specialised);
    const { data } = executeSync({ schema: this.schema, document, rootValue: {}, variableValues });
    return JSON.stringify(data?.[key] ?? null);
  }
}

/** A null that a subgraph gave a reason for breaks no promise: the reason is told already. */
function isExplainedBy({ path: place = [] }: GraphQLError, { path = [] }: GraphQLError): boolean {
  if (path.length === 0) return false;
  const common = Math.min(place.length, path.length);
  return place.slice(0, common).every((part, index) => part === path[index]);
}

function introspectionOf(fields: readonly FieldNode[], { operation, fragments }: SpecialisedOperation): DocumentNode {
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

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}
