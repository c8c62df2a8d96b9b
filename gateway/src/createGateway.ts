import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { TrustedIssuers } from '@wellspring/kit/identity';
import {
  activeTraceIds,
  activeTraceparent,
  inRequestSpan,
  startTelemetry,
  traceRequests,
} from '@wellspring/kit/telemetry';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { rightsOf } from './authorization/Rights.ts';
import { type GatewayConfig, subgraphKey } from './config/GatewayConfig.ts';
import { createMetrics } from './createMetrics.ts';
import { toErrorBody } from './errors/toErrorBody.ts';
import { CompiledGateway } from './execution/CompiledGateway.ts';
import { operationSignal } from './execution/fetch/operationSignal.ts';
import { SubgraphClients } from './execution/fetch/SubgraphClients.ts';
import { stringifyResult } from './execution/PreparedData.ts';
import { createPlanner } from './execution/plan/createPlanner.ts';
import { Freshness } from './Freshness.ts';
import type { GatewayContext } from './GatewayContext.ts';
import { fileKeyStore } from './identity/fileKeyStore.ts';
import { GatewaySigner } from './identity/GatewaySigner.ts';
import { useCost } from './plugins/cost/useCost.ts';
import { CheckedDocuments } from './plugins/limits/CheckedDocuments.ts';
import { useOperationLimits } from './plugins/limits/useOperationLimits.ts';
import { useRequestLimits } from './plugins/limits/useRequestLimits.ts';
import { readManifest } from './plugins/operations/PersistedQueryManifest.ts';
import { usePersistedQueries } from './plugins/operations/usePersistedQueries.ts';
import { ServedSchema } from './plugins/ServedSchema.ts';
import { useCompression } from './plugins/useCompression.ts';
import { actorHeader, useDevelopmentIdentity } from './plugins/useDevelopmentIdentity.ts';
import { useErrors } from './plugins/useErrors.ts';
import { useExplorerCors } from './plugins/useExplorerCors.ts';
import { traceHeader, useFetchTrace } from './plugins/useFetchTrace.ts';
import { useFreshness } from './plugins/useFreshness.ts';
import { useGraphiQL } from './plugins/useGraphiQL.ts';
import { useHealth } from './plugins/useHealth.ts';
import { useHttpMetrics } from './plugins/useHttpMetrics.ts';
import { identityOf, useIdentity } from './plugins/useIdentity.ts';
import { useIntrospection } from './plugins/useIntrospection.ts';
import { useOperationLog } from './plugins/useOperationLog.ts';
import { useOperationSpans } from './plugins/useOperationSpans.ts';
import { useRateLimit } from './plugins/useRateLimit.ts';
import { useRequestErrors } from './plugins/useRequestErrors.ts';
import { useUsageReporting } from './plugins/useUsageReporting.ts';
import { SubgraphDataSource } from './subgraphs/SubgraphDataSource.ts';
import { createSupergraphSource } from './supergraph/createSupergraphSource.ts';
import { fileOrigin } from './supergraph/SupergraphOrigin.ts';
import { uplinkOrigin } from './supergraph/uplinkOrigin.ts';

/** A gateway that was made and may be started. */
export type Gateway = {
  /**
   * Listens; resolves once it does. The supergraph may come later: until then `/readyz` and `/graphql` answer 503.
   * @param once `ready`: listens only when it can answer, for one of several that share a port
   */
  readonly start: (once?: 'ready') => Promise<void>;
  /**
   * Says on `/readyz` that it stops and answers on for `drainDelay`; then takes no new requests, lets those under way end (for at most
   * `drainTimeout`), closes everything. Never throws twice.
   */
  readonly stop: () => Promise<void>;
  /** Where clients send operations, for example `http://127.0.0.1:4000/graphql`. Throws before `start`. */
  readonly url: string;
  /** The HTTP server, for tests and for whoever embeds the gateway. */
  readonly app: FastifyInstance;
};

/**
 * The composition root of the gateway: puts its parts together and starts nothing.
 * @param gatherMetrics what `/metrics` answers, where it is more than this process's own
 */
export async function createGateway(
  config: GatewayConfig,
  log: Logger,
  gatherMetrics: (own: Registry) => () => Promise<string> = (own) => () => own.metrics(),
): Promise<Gateway> {
  // ApolloGateway reports to its maker every hour unless told not to. Nothing leaves this machine unasked.
  process.env.APOLLO_TELEMETRY_DISABLED ??= 'true';

  const telemetry = await startTelemetry(config.telemetry, { service: 'gateway', log });
  const metrics = createMetrics();
  const readMetrics = gatherMetrics(metrics.registry);
  const { subgraphUrls, uplink } = config;
  const limitsOf = (name: string) => ({ ...config.fetchLimits, ...config.fetchLimitsOf.get(subgraphKey(name)) });
  const clients = new SubgraphClients({ subgraphUrls, limitsOf, metrics });
  const apolloLog = log.child({ component: 'apollo' }, { level: log.isLevelEnabled('debug') ? 'debug' : 'warn' });
  const origin = uplink === undefined ? fileOrigin(config.supergraphFile) : uplinkOrigin({ ...uplink, log: apolloLog });
  const source = createSupergraphSource({ origin, subgraphUrls, executor: config.executor, log, metrics });

  const served = new ServedSchema();
  const documents = new CheckedDocuments(config.limits);
  const manifest = config.safelist === 'off' ? undefined : await readManifest(config.manifestFile);
  const apollo = new ApolloServer<GatewayContext>({
    gateway:
      // @apollo/gateway is 30 MiB of a process's memory: only who needs it loads it.
      config.executor === 'stock'
        ? new (await import('@apollo/gateway')).ApolloGateway({
            supergraphSdl: source.manager,
            validateSupergraph: true,
            logger: apolloLog,
            buildService: ({ name, url = '' }) =>
              new SubgraphDataSource({
                name,
                url: subgraphUrls.get(subgraphKey(name)) ?? url,
                timeout: limitsOf(name).timeout,
                metrics,
                log,
              }),
          })
        : new CompiledGateway({
            supergraph: source.manager,
            subgraphs: (supergraphSdl) => clients.of(supergraphSdl),
            planner: (supergraphSdl) => createPlanner(supergraphSdl, config),
            shareFetches: config.shareFetches,
            authorization: config.authorization,
            metrics,
            log,
          }),
    stringifyResult,
    ...(config.usageReporting === undefined ? {} : { apollo: config.usageReporting }),
    plugins: [
      useUsageReporting(config.usageReporting),
      config.exploration
        ? ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false })
        : ApolloServerPluginLandingPageDisabled(),
      served.plugin(),
      useErrors(),
      usePersistedQueries({ mode: config.safelist, manifest }),
      useOperationLimits(documents),
      useIntrospection({ open: config.exploration, scope: config.introspectionScope }),
      useCost({ budget: config.limits.cost, listSize: config.limits.listSize }),
      useFreshness(),
      useFetchTrace(),
      useOperationLog(metrics),
      ...useOperationSpans(),
    ],
    introspection: true, // useIntrospection says to whom
    documentStore: documents,
    allowBatchedHttpRequests: config.limits.batch > 0,
    ...(config.automaticPersistedQueries ? {} : { persistedQueries: false }),
    hideSchemaDetailsFromClientErrors: !config.exploration,
    includeStacktraceInErrorResponses: false,
    maxRecursiveSelections: true,
    stopOnTerminationSignals: false,
    logger: apolloLog,
  });

  const issuers = new TrustedIssuers({ ...config, now: () => new Date(), log });
  const { keysFolder, privateKey } = config;
  const signer = privateKey === undefined ? undefined : new GatewaySigner(privateKey);
  if (keysFolder !== undefined) await issuers.keepIn((key) => fileKeyStore(keysFolder, key));
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: ({ headers }) => acceptedRequestId(headers['x-request-id']) ?? randomUUID(),
    forceCloseConnections: 'idle',
    // What still comes over a connection that was there is answered like the rest, and its connection then closed.
    return503OnClosing: false,
    bodyLimit: config.limits.requestBytes,
    ...(config.trustedProxies.length > 0 ? { trustProxy: [...config.trustedProxies] } : {}),
  });
  let handler: ((request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) | undefined;
  let stopping: Promise<void> | undefined;
  let starting: Promise<void> = Promise.resolve();

  const context = async (request: FastifyRequest, reply: FastifyReply): Promise<GatewayContext> => {
    const requestLog = log.child({ requestId: request.id, ...activeTraceIds() });
    const actor = config.identity === 'development' ? header(request, actorHeader) : undefined;
    const authorization = header(request, 'authorization');
    const identity = identityOf(request);
    return {
      requestId: request.id,
      log: requestLog,
      actor,
      authorization,
      identity,
      gatewayToken: signer && ((subgraph) => signer.tokenFor(subgraph, identity, authorization)),
      rights: rightsOf(identity, authorization, actor),
      traceparent: activeTraceparent() ?? header(request, 'traceparent'),
      signal: operationSignal(reply, config.operationTimeout, requestLog),
      showFetches: header(request, traceHeader) === 'fetches',
      fetches: [],
      freshness: new Freshness(),
    };
  };
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (handler !== undefined) return handler(request, reply);
    const { problem } = source.status();
    return reply
      .code(503)
      .header('retry-after', '1')
      .send(toErrorBody('GATEWAY_NOT_READY', problem ?? 'Not ready yet.'));
  };

  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  app.addHook('onSend', async (_request, reply) => {
    // A connection kept alive after its last answer would hold up the closing of the server until it times out.
    if (stopping !== undefined) reply.header('connection', 'close');
  });
  traceRequests(app, ['/graphql', '/']);
  useRequestErrors(app, log, config.limits.requestBytes);
  useHttpMetrics(app, metrics);
  useHealth(app, {
    status: source.status,
    serving: () => handler !== undefined && stopping === undefined,
    readMetrics,
  });
  await useExplorerCors(app, config);
  await useCompression(app, config.compressFrom);
  await app.register(async (scope) => {
    useDevelopmentIdentity(scope, config.identity);
    useIdentity(scope, { mode: config.identity, verifier: issuers.verifier });
    await useRateLimit(scope, config.rateLimit, actorOf);
    useRequestLimits(scope, config.limits);
    scope.route({ method: ['GET', 'POST'], url: '/graphql', handler: answer });
    // Sandbox sends its operations to the page it was loaded from.
    if (config.exploration) scope.route({ method: ['GET', 'POST'], url: '/', handler: answer });
  });
  const { operationsFolder } = config;
  if (config.exploration) useGraphiQL(app, { endpoint: '/graphql', operationsFolder, schema: () => served.current });

  const start = async (once?: 'ready'): Promise<void> => {
    issuers.start();
    const listen = () => app.listen({ host: config.host, port: config.port });
    if (once === undefined) await listen();
    starting = apollo.start().then(
      () => {
        const handle = fastifyApolloHandler(apollo, { context });
        const traced = config.telemetry !== undefined;
        handler = async (request, reply) =>
          traced ? inRequestSpan(request, () => handle.call(app, request, reply)) : handle.call(app, request, reply);
      },
      (error: unknown) => {
        if (stopping === undefined) log.fatal({ err: error }, 'the gateway could not start');
      },
    );
    if (once === 'ready') {
      await starting;
      if (stopping === undefined) await listen();
    }
  };

  const stop = async (): Promise<void> => {
    source.stop();
    issuers.stop();
    await starting;
    // Balancers look at /readyz from time to time; until then they send requests, which are answered.
    if (handler !== undefined && config.drainDelay > 0) await pause(config.drainDelay);
    const hurry = setTimeout(() => app.server.closeAllConnections(), config.drainTimeout);
    try {
      await app.close();
    } finally {
      clearTimeout(hurry);
    }
    if (handler !== undefined) await apollo.stop();
    await telemetry.stop();
  };

  return {
    start,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    get url() {
      const address = app.server.address() as AddressInfo | null;
      if (address === null) throw new Error('The gateway has no address before start() resolves.');
      const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      return `http://${host}:${address.port}/graphql`;
    },
    app,
  };
}

/** Whom a verified token names: what their requests are counted by. */
function actorOf(request: FastifyRequest): string | undefined {
  const actor = identityOf(request)?.actor;
  return actor ? JSON.stringify(actor) : undefined;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A caller's request id goes into logs and to subgraphs: only what cannot do harm there is taken over. */
function acceptedRequestId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) ? value : undefined;
}
