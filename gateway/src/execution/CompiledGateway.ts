import type { SupergraphManager } from '@apollo/gateway';
import type { GatewayExecutionResult, GatewayInterface } from '@apollo/server-gateway-interface';
import { within } from '@wellspring/kit/telemetry';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { AuthorizationMode } from '../authorization/Authorization.ts';
import type { GatewayMetrics } from '../createMetrics.ts';
import { Freshness } from '../Freshness.ts';
import type { GatewayContext } from '../GatewayContext.ts';
import type { SubgraphClientSet } from './fetch/SubgraphClients.ts';
import { PreparedData } from './PreparedData.ts';
import { PlanningFailed } from './plan/PlanningFailed.ts';
import type { QueryPlanner } from './plan/QueryPlanner.ts';
import { SharedOperations } from './SharedOperations.ts';
import { type OperationResult, type PlanCounts, SupergraphExecutor } from './SupergraphExecutor.ts';

export interface CompiledGatewayOptions {
  readonly supergraph: SupergraphManager;
  readonly subgraphs: (supergraphSdl: string) => SubgraphClientSet;
  readonly planner: (supergraphSdl: string) => QueryPlanner;
  /** Whether identical operations and fetches that are under way at the same time are executed and sent once. */
  readonly shareFetches: boolean;
  readonly log: Logger;
  /** What becomes of operations that ask for what somebody may not see. */
  readonly authorization: AuthorizationMode;
  readonly metrics: Pick<GatewayMetrics, 'readPlans' | 'refusedFields'>;
}

interface Serving {
  /** Operations under way. */
  active: number;
  /** Another supergraph has taken over. */
  replaced: boolean;
  /** Ends once it was replaced and nothing has come for a while. */
  closing: NodeJS.Timeout | undefined;
  readonly executor: SupergraphExecutor;
  readonly clients: SubgraphClientSet;
  readonly shared: SharedOperations<Executed>;
}

/** What an operation came to, for all who share it. */
interface Executed extends OperationResult {
  readonly prepared: PreparedData | undefined;
  readonly freshness: Freshness;
}

/** How long planning recent operations may hold up a new supergraph; ms. */
const WARM_WITHIN = 5_000;

/** How long a former supergraph is kept after its last operation: one may have been validated against it and not be here yet; ms. */
const LINGER = 1_000;

/** Refused fields that one line of the log names. */
const MOST_TOLD = 20;

type ExecutorRequest = Parameters<NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>>[0];
type SchemaListener = (context: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void;

/** Executes operations by compiled plans, behind the interface that @apollo/server has for gateways. */
export class CompiledGateway implements GatewayInterface {
  readonly #options: CompiledGatewayOptions;
  readonly #listeners = new Set<SchemaListener>();
  /** By the schema that @apollo/server validates operations against. */
  readonly #bySchema = new Map<GraphQLSchema, Serving>();
  readonly #plans: PlanCounts = { hits: 0, misses: 0 };
  #serving: Serving | undefined;
  /** What serves, or will once it is warm. */
  #latest: Serving | undefined;
  /** Rises with each mutation that ended: nobody is answered from a fetch that began before. */
  #changes = 0;

  constructor(options: CompiledGatewayOptions) {
    this.#options = options;
    options.metrics.readPlans(() => ({ ...this.#plans, kept: this.#serving?.executor.plans ?? 0 }));
  }

  onSchemaLoadOrUpdate(listener: SchemaListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async load() {
    const first = await this.#options.supergraph.initialize({
      update: (supergraphSdl) => this.#replace(supergraphSdl),
      healthCheck: async () => undefined,
      getDataSource: () => {
        throw new Error('invariant: a supergraph source that asks subgraphs');
      },
    });
    this.#takeOver(this.#prepare(first.supergraphSdl), first.supergraphSdl);
    return {
      executor: (request: ExecutorRequest) => this.#executeInSpan(request),
    };
  }

  async stop(): Promise<void> {
    this.#serving = undefined;
    this.#latest = undefined;
    await Promise.all([...this.#bySchema.values()].map((serving) => this.#close(serving)));
  }

  /** @throws Error when the supergraph is not one that can be executed: the last one stays */
  #prepare(supergraphSdl: string): Serving {
    const { planner, subgraphs, authorization } = this.#options;
    const executor = new SupergraphExecutor(supergraphSdl, planner(supergraphSdl), { authorization }, this.#plans);
    return {
      active: 0,
      replaced: false,
      closing: undefined,
      executor,
      clients: subgraphs(supergraphSdl),
      shared: new SharedOperations(),
    };
  }

  /** Recent operations are planned before a new supergraph takes over: nobody waits for the planner because of it. */
  #replace(supergraphSdl: string): void {
    const next = this.#prepare(supergraphSdl);
    this.#latest = next;
    const recent = this.#serving?.executor.recent() ?? [];
    if (recent.length === 0) {
      this.#takeOver(next, supergraphSdl);
      return;
    }
    next.executor.warm(recent, WARM_WITHIN).then(
      () => {
        // A newer one may have come meanwhile, or the end.
        if (this.#latest === next) this.#takeOver(next, supergraphSdl);
        else this.#retire(next, this.#options.log);
      },
      (error: unknown) => this.#options.log.error({ err: error }, 'a supergraph could not take over'),
    );
  }

  #takeOver(next: Serving, supergraphSdl: string): void {
    const last = this.#serving;
    this.#serving = next;
    this.#bySchema.set(next.executor.schema, next);
    for (const listener of this.#listeners)
      listener({ apiSchema: next.executor.schema, coreSupergraphSdl: supergraphSdl });
    if (last !== undefined) this.#retire(last, this.#options.log);
  }

  /** What is under way ends on what it began with. */
  #retire(serving: Serving, log: Logger): void {
    serving.replaced = true;
    if (serving.active > 0) return;
    const close = (): void =>
      void this.#close(serving).catch((error: unknown) =>
        log.warn({ err: error }, 'a former supergraph did not close cleanly'),
      );
    clearTimeout(serving.closing);
    serving.closing = setTimeout(close, LINGER);
  }

  async #close({ executor, clients, closing }: Serving): Promise<void> {
    clearTimeout(closing);
    this.#bySchema.delete(executor.schema);
    await Promise.all([clients.close(), executor.close()]);
  }

  #executeInSpan(request: ExecutorRequest): Promise<GatewayExecutionResult> {
    const { operationSpan } = request.context as unknown as GatewayContext;
    return operationSpan === undefined ? this.#execute(request) : within(operationSpan, () => this.#execute(request));
  }

  async #execute(request: ExecutorRequest): Promise<GatewayExecutionResult> {
    const serving = this.#bySchema.get(request.schema) ?? this.#serving;
    if (serving === undefined) throw new Error('invariant: no supergraph');
    const context = request.context as unknown as GatewayContext;
    const { operation, document, queryHash } = request;
    const isMutation = operation.operation === 'mutation';
    const share =
      this.#options.shareFetches && !isMutation
        ? `${this.#changes} ${context.rights.who} ${context.actor ?? ''} ${context.authorization ?? ''}`
        : undefined;
    const variables = request.request.variables ?? {};
    const operationName = request.request.operationName || undefined;
    const execute = async (executing: GatewayContext, answered: () => void): Promise<Executed> => {
      const result = await serving.executor.execute(
        { document, operation, operationName, key: queryHash, variables, rights: context.rights },
        async (service, body, isQuery, entities) => {
          const client = serving.clients.byName.get(service);
          if (client === undefined) throw new Error(`invariant: no subgraph ${service}`);
          const answer = await client.send(body, executing, {
            isQuery,
            share: isQuery ? share : undefined,
            entities,
          });
          answered();
          return answer;
        },
      );
      const prepared = result.data === undefined ? undefined : new PreparedData(result.data);
      return { ...result, prepared, freshness: executing.freshness };
    };
    serving.active += 1;
    clearTimeout(serving.closing);
    try {
      const { prepared, errors, violations, refused, freshness } =
        share === undefined
          ? await execute(context, () => undefined)
          : await serving.shared.run(
              `${share}\n${operationName ?? ''} ${queryHash} ${JSON.stringify(variables)}`,
              context.signal,
              (signal, answered) => execute({ ...context, signal }, answered),
              leftAlone,
            );
      if (refused.length > 0) this.#tellRefused(refused, context);
      if (freshness !== context.freshness) context.freshness.join(freshness);
      return {
        ...(prepared === undefined ? {} : { data: prepared as unknown as Record<string, unknown> }),
        ...(errors.length + violations.length === 0 ? {} : { errors: [...errors, ...violations] }),
      };
    } catch (error) {
      if (!(error instanceof PlanningFailed)) throw error;
      context.log.warn({ err: error, code: error.code }, 'no plan');
      return { errors: [new GraphQLError(error.message, { extensions: { code: error.code }, originalError: error })] };
    } finally {
      if (isMutation) this.#changes += 1;
      serving.active -= 1;
      if (serving.replaced) this.#retire(serving, this.#options.log);
    }
  }

  #tellRefused(paths: OperationResult['refused'], { log, rights }: GatewayContext): void {
    const { authorization, metrics } = this.#options;
    metrics.refusedFields.inc({ mode: authorization, who: rights.who }, paths.length);
    const fields = paths.slice(0, MOST_TOLD).map((path) => path.join('.'));
    if (authorization === 'log') log.warn({ fields }, 'fields that would be refused');
    else log.debug({ fields }, 'fields refused');
  }
}

/** Of an operation whose client went away. */
function leftAlone(): Executed {
  return {
    data: undefined,
    prepared: undefined,
    errors: [
      new GraphQLError('The client went away.', { extensions: { code: 'SUBGRAPH_UNAVAILABLE', reason: 'CANCELLED' } }),
    ],
    violations: [],
    refused: [],
    freshness: new Freshness(),
  };
}
