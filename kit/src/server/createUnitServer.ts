import { setTimeout as pause } from 'node:timers/promises';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { isWellspringError, WellspringError } from '../errors/WellspringError.ts';
import { type Identification, identify } from '../identity/identify.ts';
import type { Freshness, Replica } from '../replica/Replica.ts';
import { inRequestSpan, traceRequests } from '../telemetry/traceRequests.ts';
import { activeTraceIds, traced } from '../telemetry/tracing.ts';
import type { Actor } from '../unit/Actor.ts';
import { runInScope, traceparentFrom } from '../unit/requestScope.ts';
import type { UnitContext } from '../unit/UnitContext.ts';
import { nameOperation } from './nameOperation.ts';
import { formatError, toCoded } from './toGraphQLError.ts';
import type { UnitMetrics } from './UnitMetrics.ts';

/** What a unit can say of itself: `/readyz`. */
export interface UnitStatus {
  readonly ready: boolean;
  /** What it waits for, in words; empty when nothing. */
  readonly waitingFor: readonly string[];
  /** The connection's state, or why there is none. */
  readonly nats: string;
  readonly replicas: readonly (Freshness & { ready: boolean; progress: number })[];
}

export interface UnitServerOptions {
  readonly unit: string;
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly metrics: UnitMetrics;
  readonly identification: Identification;
  /** Answers of the unit's own, by path; see `UnitDeclaration.routes`. */
  readonly routes: Readonly<Record<string, (context: UnitContext) => Promise<unknown>>>;
  /** How long it answers on once it says that it stops; ms. */
  readonly drainDelay: number;
  readonly drainTimeout: number;
  status(): Promise<UnitStatus>;
  /** Whether the database was reached once: before that there is nothing to resolve with. */
  serving(): boolean;
  context(request: {
    actor: Actor | null;
    requestId: string;
    log: Logger;
    used: (replica: Replica) => void;
  }): UnitContext;
}

/** A request's context, with what the answer's extensions are made of. */
type ServerContext = UnitContext & { readonly usedReplicas: Map<Replica, Freshness> };

/** A unit's HTTP server: `/graphql`, `/healthz`, `/readyz` and `/metrics`. It answers before the unit is ready, and says what it waits for. */
export function createUnitServer(options: UnitServerOptions): {
  app: FastifyInstance;
  start(host: string, port: number): Promise<void>;
  stop(): Promise<void>;
} {
  const { schema, log, metrics, unit } = options;
  const apollo = new ApolloServer<ServerContext>({
    schema,
    introspection: true, // the gateway and check read it; clients reach a unit only through the gateway
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log.child({ component: 'apollo' }, { level: 'warn' }),
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [ApolloServerPluginLandingPageDisabled(), tellFreshness(), measure(metrics), nameOperation()],
  });
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => requestIdFrom(headers['x-request-id']) ?? uuid(),
    forceCloseConnections: 'idle',
    // What still comes over a connection that was there is answered like the rest, and its connection then closed.
    return503OnClosing: false,
  });
  let handle: ((request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) | undefined;

  let draining = false;
  // A kept-alive connection would hold up the end until its time-out.
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (draining) reply.header('connection', 'close');
  });
  traceRequests(app, ['/graphql']);
  app.get('/healthz', async () => ({ status: 'alive', unit }));
  app.get('/readyz', async (_request, reply) => {
    const status = await options.status();
    return reply.code(status.ready ? 200 : 503).send({ unit, ...status });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  const whileServing =
    (serve: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      if (handle === undefined || !options.serving()) {
        const { waitingFor } = await options.status();
        const message = `${unit} is not ready: it waits for ${waitingFor.join(', ') || 'its start'}.`;
        return refuse(reply, new WellspringError('UNIT_NOT_READY', message));
      }
      const scope = {
        requestId: request.id,
        traceparent: traceparentFrom(request.headers.traceparent),
        sealed: false,
      };
      return inRequestSpan(request, () => runInScope(scope, async () => serve(request, reply)));
    };
  const actors = new WeakMap<FastifyRequest, Actor>();
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: whileServing(async (request, reply) => {
      try {
        const identity = await identify(request.headers, options.identification);
        if (identity?.actor) actors.set(request, identity.actor);
      } catch (error) {
        if (isWellspringError(error)) return refuse(reply, error);
        throw error;
      }
      return traced('graphql', {}, () => handle?.(request, reply));
    }),
  });

  const contextOf = (request: FastifyRequest, used: (replica: Replica) => void): UnitContext =>
    options.context({
      actor: actors.get(request) ?? null,
      requestId: request.id,
      log: log.child({ requestId: request.id, ...activeTraceIds() }),
      used,
    });
  for (const [path, route] of Object.entries(options.routes)) {
    app.get(
      path,
      whileServing(async (request, reply) => {
        try {
          return reply.send(await route(contextOf(request, () => undefined)));
        } catch (error) {
          const coded = toCoded(error);
          if (coded === null) log.error({ err: error, path, requestId: request.id }, 'an unexpected failure');
          return refuse(reply, coded ?? new WellspringError('INTERNAL', 'An unexpected failure; the log has it.'));
        }
      }),
    );
  }
  const context = async (request: FastifyRequest): Promise<ServerContext> => {
    const usedReplicas = new Map<Replica, Freshness>();
    // As fresh as when it was read first, not as when the answer is sent.
    const made = contextOf(request, (replica) => {
      if (!usedReplicas.has(replica)) usedReplicas.set(replica, replica.freshness());
    });
    return Object.assign(made, { usedReplicas });
  };

  return {
    app,
    start: async (host, port) => {
      await apollo.start();
      const apolloHandle = fastifyApolloHandler(apollo, { context });
      handle = async (request, reply) => apolloHandle.call(app, request, reply);
      await app.listen({ host, port });
    },
    stop: async () => {
      draining = true;
      // Balancers look at /readyz from time to time; until then they send requests, which are answered.
      if (options.drainDelay > 0 && options.serving()) await pause(options.drainDelay);
      const hurry = setTimeout(() => app.server.closeAllConnections(), options.drainTimeout);
      try {
        await app.close();
      } finally {
        clearTimeout(hurry);
      }
      await apollo.stop();
    },
  };
}

/** A request that ends before anything is executed. */
function refuse(reply: FastifyReply, { status, message, code, details }: WellspringError): FastifyReply {
  if (status === 503) reply.header('retry-after', '1');
  if (status === 401) reply.header('www-authenticate', 'Bearer error="invalid_token"');
  return reply.code(status).send({ errors: [{ message, extensions: { code, ...details } }] });
}

/** `extensions.replicas`: every answer that used a replica says how fresh it was. */
function tellFreshness(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (contextValue.usedReplicas.size === 0 || response.body.kind !== 'single') return;
        const replicas = [...contextValue.usedReplicas.values()];
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, replicas };
      },
    }),
  };
}

function measure(metrics: UnitMetrics): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => {
      const done = metrics.requestSeconds.startTimer();
      return {
        willSendResponse: async ({ errors }) => {
          done();
          metrics.requests.inc({ outcome: errors === undefined ? 'ok' : 'errors' });
        },
      };
    },
  };
}

function requestIdFrom(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : undefined;
}
