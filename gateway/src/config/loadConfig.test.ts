import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from './GatewayLimits.ts';
import { ConfigInvalid, loadConfig } from './loadConfig.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigInvalid);
    return (error as ConfigInvalid).faults;
  }
  return [];
}

describe('loadConfig', () => {
  test('needs nothing in development', () => {
    expect(loadConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      supergraphFile: 'schema/supergraph.graphql',
      subgraphUrls: new Map(),
      uplink: undefined,
      usageReporting: undefined,
      fetchLimits: {
        timeout: 10_000,
        concurrency: 128,
        pipelining: 1,
        keepAlive: 4_000,
        queue: 1_024,
        retries: 2,
        breakerOpenFor: 1_000,
      },
      fetchLimitsOf: new Map(),
      operationTimeout: 30_000,
      executor: 'compiled',
      planner: 'hive',
      planningTimeout: 5_000,
      shareFetches: true,
      identity: 'development',
      issuers: [],
      authorization: 'filter',
      exploration: true,
      corsOrigins: [],
      operationsFolder: 'schema/operations',
      drainDelay: 0,
      drainTimeout: 10_000,
      limits: DEFAULT_LIMITS,
      rateLimit: { requests: 0, window: 60_000 },
      trustedProxies: [],
      compressFrom: 4_096,
      automaticPersistedQueries: true,
      safelist: 'off',
      manifestFile: 'schema/operations/persisted-query-manifest.json',
      introspectionScope: 'graph:introspect',
      workers: 1,
      logLevel: 'info',
    });
  });

  test('believes tokens alone and shows nothing in production', () => {
    const JWKS_URL = 'http://members:4001/.well-known/jwks.json';
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([expect.stringContaining('JWKS_URL')]);
    expect(loadConfig({ NODE_ENV: 'production', JWKS_URL })).toMatchObject({
      identity: 'token',
      tokens: { jwksUrl: JWKS_URL, issuer: 'wellspring:members', audience: 'wellspring' },
      exploration: false,
    });
    expect(loadConfig({ NODE_ENV: 'production', IDENTITY: 'none' })).toMatchObject({ identity: 'none' });
  });

  test('accepts tokens of other issuers, each with its keys, audience and algorithms', () => {
    const idp = { issuer: 'https://idp.example/', jwksUrl: 'https://idp.example/jwks', audience: 'shop' };
    const TOKEN_ISSUERS = (...list: object[]) => ({ TOKEN_ISSUERS: JSON.stringify(list) });
    expect(loadConfig({ NODE_ENV: 'production', ...TOKEN_ISSUERS({ ...idp, algorithms: ['RS256'] }) })).toMatchObject({
      identity: 'token',
      issuers: [{ ...idp, algorithms: ['RS256'], type: 'at+jwt', subject: 'sub', actor: 'none' }],
    });

    expect(faultsOf({ TOKEN_ISSUERS: '{}' })).toEqual([expect.stringContaining('TOKEN_ISSUERS: expected a JSON list')]);
    const wrong = {
      issuer: '',
      jwksUrl: 'idp',
      audience: 'shop',
      algorithms: ['HS256'],
      actor: 'admin',
      subjct: 'sub',
    };
    const JWKS_URL = 'http://members:4001/.well-known/jwks.json';
    const members = { ...idp, issuer: 'wellspring:members', algorithms: ['EdDSA'] };
    expect(faultsOf({ JWKS_URL, ...TOKEN_ISSUERS(wrong, members) })).toEqual([
      'TOKEN_ISSUERS[0]: issuer must be a text',
      'TOKEN_ISSUERS[0]: jwksUrl must be an http or https address; got "idp"',
      'TOKEN_ISSUERS[0]: actor must be one of member, staff, none; got "admin"',
      expect.stringContaining('TOKEN_ISSUERS[0]: algorithms must list some of EdDSA, ES256'),
      'TOKEN_ISSUERS[0]: "subjct" is not known',
      'TOKEN_ISSUERS[1]: issuer "wellspring:members" is there already',
    ]);
  });

  test('refuses the development identity in production, unless it is allowed in so many words', () => {
    const env = { NODE_ENV: 'production', IDENTITY: 'development' };

    expect(faultsOf(env)).toEqual([expect.stringContaining('ALLOW_DEVELOPMENT_IDENTITY=true')]);
    expect(loadConfig({ ...env, ALLOW_DEVELOPMENT_IDENTITY: 'true' })).toMatchObject({ identity: 'development' });
  });

  test('takes limits of fetches for all subgraphs, and for one', () => {
    const { fetchLimits, fetchLimitsOf } = loadConfig({
      FETCH_RETRIES: '1',
      FETCH_TIMEOUT_MS_PAYMENTS: '2000',
      FETCH_QUEUE_PAYMENTS: '5',
      BREAKER_OPEN_MS_MY_CATALOG: '100',
    });

    expect(fetchLimits).toMatchObject({ timeout: 10_000, retries: 1 });
    expect([...fetchLimitsOf]).toEqual([
      ['PAYMENTS', { timeout: 2_000, queue: 5 }],
      ['MY_CATALOG', { breakerOpenFor: 100 }],
    ]);
    expect(faultsOf({ FETCH_CONCURRENCY_PAYMENTS: '0' })).toEqual([
      expect.stringContaining("FETCH_CONCURRENCY_PAYMENTS must be a whole number from 1 to 10000; got '0'"),
    ]);
  });

  test('has to do with Apollo Studio only where a graph is named, and with Uplink only where that is asked for', () => {
    const graph = { APOLLO_KEY: 'k', APOLLO_GRAPH_REF: 'shop@current' };
    expect(loadConfig(graph)).toMatchObject({
      uplink: undefined,
      usageReporting: { key: 'k', graphRef: 'shop@current' },
    });
    const endpoints = { APOLLO_SCHEMA_CONFIG_DELIVERY_ENDPOINT: 'http://a/, http://b/' };
    expect(loadConfig({ ...graph, ...endpoints, SUPERGRAPH_SOURCE: 'uplink' }).uplink?.endpoints).toEqual([
      'http://a/',
      'http://b/',
    ]);
    expect(faultsOf({ SUPERGRAPH_SOURCE: 'uplink' })).toEqual([expect.stringContaining('APOLLO_KEY')]);
    expect(faultsOf({ APOLLO_KEY: 'k', APOLLO_GRAPH_REF: 'shop' })).toEqual([expect.stringContaining("'shop'")]);
  });

  test('takes the addresses of subgraphs from SUBGRAPH_URL_<NAME>', () => {
    const { subgraphUrls } = loadConfig({
      SUBGRAPH_URL_MEMBERS: 'http://members:4001/graphql',
      SUBGRAPH_URL_EMPTY: '',
    });

    expect([...subgraphUrls]).toEqual([['MEMBERS', 'http://members:4001/graphql']]);
  });

  test('reports every fault at once, each with what was expected and what was got', () => {
    const faults = faultsOf({
      PORT: '70000',
      FETCH_TIMEOUT_MS: 'soon',
      DRAIN_TIMEOUT_MS: '-1',
      IDENTITY: 'anyone',
      AUTHORIZATION: 'off',
      LOG_LEVEL: 'loud',
      SUBGRAPH_URL_MEMBERS: 'members:4001',
      GATEWAY_PRIVATE_KEY: 'a secret',
      CORS_ORIGINS: 'https://a.example, https://b.example/path',
    });

    expect(faults).toEqual([
      expect.stringContaining('IDENTITY: expected one of development, token, none; got "anyone"'),
      expect.stringContaining("PORT must be a whole number from 0 to 65535; got '70000'"),
      expect.stringContaining("SUBGRAPH_URL_MEMBERS must be an http or https address; got 'members:4001'"),
      expect.stringContaining("FETCH_TIMEOUT_MS must be a whole number from 1 to 600000; got 'soon'"),
      expect.stringMatching(/^GATEWAY_PRIVATE_KEY must be 43 letters((?!a secret).)*$/),
      expect.stringContaining("AUTHORIZATION must be one of filter, reject, log; got 'off'"),
      expect.stringContaining("got 'https://b.example/path'"),
      expect.stringContaining("DRAIN_TIMEOUT_MS must be a whole number from 0 to 600000; got '-1'"),
      expect.stringContaining("LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent; got 'loud'"),
    ]);
  });

  test('reads no variable that the README does not explain', async () => {
    const asked = new Set<string>();
    loadConfig(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
    const readme = await readFile('gateway/README.md', 'utf8');

    expect(asked.size).toBeGreaterThan(5);
    expect([...asked].filter((name) => !new RegExp(`^\\| \`${name}\` +\\|`, 'm').test(readme))).toEqual([]);
  });
});
