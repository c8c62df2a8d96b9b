import { isGatewayKey, loadIdentity } from '@wellspring/kit/identity';
import { loadTelemetry } from '@wellspring/kit/telemetry';
import type { AuthorizationMode } from '../authorization/Authorization.ts';
import { defaultFetchLimits, type FetchLimits } from '../execution/fetch/FetchLimits.ts';
import type { GatewayConfig, SafelistMode } from './GatewayConfig.ts';
import { loadLimits, type WholeNumber } from './GatewayLimits.ts';
import { loadApollo } from './loadApollo.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Limits of fetches: the variable of each, and what it may be. `_<NAME>` behind it says it for one subgraph. */
const limits: readonly (readonly [keyof FetchLimits, variable: string, most: number, least: number])[] = [
  ['timeout', 'FETCH_TIMEOUT_MS', 600_000, 1],
  ['concurrency', 'FETCH_CONCURRENCY', 10_000, 1],
  ['pipelining', 'FETCH_PIPELINING', 1_000, 1],
  ['keepAlive', 'FETCH_KEEP_ALIVE_MS', 600_000, 1],
  ['queue', 'FETCH_QUEUE', 1_000_000, 0],
  ['retries', 'FETCH_RETRIES', 10, 0],
  ['breakerOpenFor', 'BREAKER_OPEN_MS', 600_000, 1],
];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The configuration cannot be used. Lists every fault that was found, not only the first. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The gateway cannot start with this configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the gateway's configuration from environment variables; the table in gateway/README.md lists them.
 * Pure: it looks at `env` and at nothing else.
 *
 * @throws {ConfigInvalid} with every fault at once.
 */
export function loadConfig(env: Environment): GatewayConfig {
  const faults: string[] = [];
  const production = env.NODE_ENV === 'production';

  const wholeNumber: WholeNumber = (name, fallback, highest, least = 0) => {
    const text = env[name] ?? '';
    if (text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= highest) return value;
    faults.push(`${name} must be a whole number from ${least} to ${highest}; got '${text}'.`);
    return fallback;
  };
  const oneOf = <T extends string>(name: string, fallback: T, choices: readonly T[]): T => {
    const text = env[name] || fallback;
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) faults.push(`${name} must be one of ${choices.join(', ')}; got '${text}'.`);
    return choice ?? fallback;
  };

  const { identity, tokens, issuers } = loadIdentity(env, (fault) => faults.push(fault));
  const automatic = oneOf('AUTOMATIC_PERSISTED_QUERIES', 'true', ['true', 'false']) === 'true';
  const safelist = oneOf<SafelistMode>('SAFELIST', 'off', ['off', 'log', 'enforce']);
  const config: GatewayConfig = {
    host: env.HOST || '127.0.0.1',
    port: wholeNumber('PORT', 4000, 65_535),
    supergraphFile: env.SUPERGRAPH_FILE || 'schema/supergraph.graphql',
    ...loadApollo(env, oneOf('SUPERGRAPH_SOURCE', 'file', ['file', 'uplink']), faults),
    subgraphUrls: subgraphUrls(env, faults),
    fetchLimits: {
      ...defaultFetchLimits,
      ...Object.fromEntries(
        limits.map(([limit, name, most, least]) => [limit, wholeNumber(name, defaultFetchLimits[limit], most, least)]),
      ),
    },
    fetchLimitsOf: fetchLimitsOf(env, wholeNumber),
    operationTimeout: wholeNumber('OPERATION_TIMEOUT_MS', 30_000, 600_000, 1), // ms
    executor: oneOf<'compiled' | 'stock'>('EXECUTOR', 'compiled', ['compiled', 'stock']),
    planner: oneOf<'hive' | 'apollo'>('PLANNER', 'hive', ['hive', 'apollo']),
    planningTimeout: wholeNumber('PLANNING_TIMEOUT_MS', 5_000, 600_000), // ms
    shareFetches: oneOf('SHARE_FETCHES', 'true', ['true', 'false']) === 'true',
    identity,
    tokens,
    issuers,
    keysFolder: env.KEYS_FOLDER || undefined,
    privateKey: privateKey(env, faults),
    authorization: oneOf<AuthorizationMode>('AUTHORIZATION', 'filter', ['filter', 'reject', 'log']),
    exploration: !production,
    corsOrigins: corsOrigins(env, faults),
    operationsFolder: env.OPERATIONS_FOLDER || 'schema/operations',
    drainDelay: wholeNumber('DRAIN_DELAY_MS', production ? 5_000 : 0, 600_000), // ms
    drainTimeout: wholeNumber('DRAIN_TIMEOUT_MS', 10_000, 600_000), // ms
    limits: loadLimits(wholeNumber),
    rateLimit: {
      requests: wholeNumber('RATE_LIMIT', 0, 1_000_000),
      window: wholeNumber('RATE_LIMIT_WINDOW_MS', 60_000, 86_400_000, 1), // ms
    },
    trustedProxies: listOf(env.TRUSTED_PROXIES),
    compressFrom: wholeNumber('COMPRESS_FROM_BYTES', 4_096, 100_000_000),
    automaticPersistedQueries: automatic && safelist !== 'enforce',
    safelist,
    manifestFile: env.PERSISTED_QUERY_MANIFEST || 'schema/operations/persisted-query-manifest.json',
    introspectionScope: env.INTROSPECTION_SCOPE || 'graph:introspect',
    workers: wholeNumber('GATEWAY_WORKERS', 1, 64, 1),
    logLevel: oneOf('LOG_LEVEL', 'info', logLevels),
    telemetry: loadTelemetry(env, (fault) => faults.push(fault)),
  };
  if (faults.length > 0) throw new ConfigInvalid(faults);
  return Object.freeze(config);
}

function subgraphUrls(env: Environment, faults: string[]): ReadonlyMap<string, string> {
  const prefix = 'SUBGRAPH_URL_';
  const urls = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || !value) continue;
    if (isHttpUrl(value)) urls.set(name.slice(prefix.length), value);
    else faults.push(`${name} must be an http or https address; got '${value}'.`);
  }
  return urls;
}

function fetchLimitsOf(env: Environment, wholeNumber: WholeNumber): ReadonlyMap<string, Partial<FetchLimits>> {
  const differing = new Map<string, Partial<FetchLimits>>();
  for (const name of Object.keys(env)) {
    const found = limits.find(([, variable]) => name.startsWith(`${variable}_`));
    if (found === undefined || !env[name]) continue;
    const [limit, variable, most, least] = found;
    const key = name.slice(variable.length + 1);
    differing.set(key, { ...differing.get(key), [limit]: wholeNumber(name, defaultFetchLimits[limit], most, least) });
  }
  return differing;
}

/** Never told what it is. */
function privateKey({ GATEWAY_PRIVATE_KEY: key }: Environment, faults: string[]): string | undefined {
  if (!key) return undefined;
  if (!isGatewayKey(key))
    faults.push('GATEWAY_PRIVATE_KEY must be 43 letters, digits, - and _, as npm run gateway-key prints it.');
  return key;
}

function corsOrigins(env: Environment, faults: string[]): readonly string[] {
  const origins = listOf(env.CORS_ORIGINS);
  for (const origin of origins) {
    if (isHttpUrl(origin) && new URL(origin).origin === origin) continue;
    faults.push(`CORS_ORIGINS must list origins like https://app.example.org, with commas between; got '${origin}'.`);
  }
  return origins;
}

function listOf(text = ''): readonly string[] {
  return text.split(',').flatMap((item) => item.trim() || []);
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}
