import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { composeServices } from '@apollo/composition';
import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import type { GatewayConfig } from '../config/GatewayConfig.ts';
import { DEFAULT_LIMITS } from '../config/GatewayLimits.ts';
import { createGateway, type Gateway } from '../createGateway.ts';
import { defaultFetchLimits } from '../execution/fetch/FetchLimits.ts';
import { eventually } from './eventually.ts';
import type { TestSubgraph } from './startSubgraph.ts';

export type TestResult = ExecutionResult<Record<string, unknown>, Record<string, unknown>> & {
  readonly status: number;
  readonly headers: Headers;
};

/** A gateway on a free port over a supergraph file of its own, and what a test does with it. */
export type TestGateway = {
  readonly gateway: Gateway;
  readonly file: string;
  readonly logs: Record<string, unknown>[];
  readonly execute: (query: string, headers?: Record<string, string>) => Promise<TestResult>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** Resolves once /readyz answers this status. */
  readonly readiness: (status: number) => Promise<Record<string, unknown>>;
  /** Writes the supergraph file by rename, as `npm run compose` does. */
  readonly replaceSupergraph: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Composes the subgraphs (none: no supergraph file) and starts a gateway over them, with what a test wants to differ. */
export async function startTestGateway(
  subgraphs: readonly Pick<TestSubgraph, 'name' | 'url' | 'typeDefs'>[],
  overrides: Partial<GatewayConfig> = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const file = join(folder, 'supergraph.graphql');
  const replaceSupergraph = async (text: string): Promise<void> => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  if (subgraphs.length > 0) await replaceSupergraph(composed(subgraphs));

  const logs: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      logs.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const config: GatewayConfig = {
    host: '127.0.0.1',
    executor: process.env.TEST_EXECUTOR === 'stock' ? 'stock' : 'compiled',
    planner: 'hive',
    planningTimeout: 20_000,
    shareFetches: true,
    port: 0,
    supergraphFile: file,
    uplink: undefined,
    usageReporting: undefined,
    subgraphUrls: new Map(),
    fetchLimits: { ...defaultFetchLimits, timeout: 5_000 }, // ms
    fetchLimitsOf: new Map(),
    operationTimeout: 20_000, // ms
    identity: 'development',
    tokens: undefined,
    issuers: [],
    authorization: 'filter',
    keysFolder: undefined,
    privateKey: undefined,
    exploration: true,
    corsOrigins: [],
    operationsFolder: join(folder, 'operations'),
    drainDelay: 0,
    drainTimeout: 5_000, // ms
    limits: DEFAULT_LIMITS,
    rateLimit: { requests: 0, window: 60_000 }, // ms
    trustedProxies: [],
    compressFrom: 4_096, // bytes
    automaticPersistedQueries: true,
    safelist: 'off',
    manifestFile: join(folder, 'manifest.json'),
    introspectionScope: 'graph:introspect',
    workers: 1,
    logLevel: 'info',
    telemetry: undefined,
    ...overrides,
  };
  const gateway = await createGateway(config, pino({ level: 'info' }, stream));
  await gateway.start();
  const origin = new URL(gateway.url).origin;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(origin + path, { headers });

  const test: TestGateway = {
    gateway,
    file,
    logs,
    get,
    replaceSupergraph,
    execute: async (query, headers = {}) => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return {
        status: response.status,
        headers: response.headers,
        ...((await response.json()) as ExecutionResult),
      } as TestResult;
    },
    readiness: (status) =>
      eventually(async () => {
        const response = await get('/readyz');
        const body = (await response.json()) as Record<string, unknown>;
        return response.status === status ? body : undefined;
      }),
    stop: async () => {
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  if (subgraphs.length > 0) await test.readiness(200);
  return test;
}

/** The supergraph SDL of subgraphs. */
export function composed(subgraphs: readonly Pick<TestSubgraph, 'name' | 'url' | 'typeDefs'>[]): string {
  const result = composeServices(subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs })));
  if (result.errors !== undefined) throw new AggregateError(result.errors, result.errors.join('\n'));
  return result.supergraphSdl;
}
