import { describe, expect, test } from '@jest/globals';
import { loadConfig } from './loadConfig.ts';

const needed = { MONGODB_URI: 'mongodb://127.0.0.1:27017/orders', NATS_URL: 'nats://127.0.0.1:4222' };

test('what must be given is enough; the rest has defaults', () => {
  expect(loadConfig(needed)).toEqual({
    host: '127.0.0.1',
    port: 0,
    mongodbUri: 'mongodb://127.0.0.1:27017/orders',
    natsUrl: 'nats://127.0.0.1:4222',
    natsUser: undefined,
    natsPassword: undefined,
    instance: undefined,
    logLevel: 'info',
    identity: 'development',
    issuers: [],
    gateway: { keys: [], required: false },
    drainDelay: 0,
    drainTimeout: 10_000,
    driftInterval: 600_000,
  });
});

test('everything can be set', () => {
  expect(
    loadConfig({
      ...needed,
      HOST: '0.0.0.0',
      PORT: '4003',
      NATS_USER: 'orders',
      NATS_PASSWORD: 'secret',
      LOG_LEVEL: 'debug',
      IDENTITY: 'none',
      INSTANCE: 'orders-1',
      DRAIN_DELAY: '700',
      DRAIN_TIMEOUT: '500',
      DRIFT_INTERVAL: '0',
    }),
  ).toMatchObject({
    host: '0.0.0.0',
    port: 4003,
    natsUser: 'orders',
    natsPassword: 'secret',
    logLevel: 'debug',
    identity: 'none',
    instance: 'orders-1',
    drainDelay: 700,
    drainTimeout: 500,
    driftInterval: 0,
  });
});

test('a variable set to nothing is not set', () => {
  const empty = {
    HOST: '',
    PORT: '',
    NATS_USER: '',
    NATS_PASSWORD: '',
    LOG_LEVEL: '',
    IDENTITY: '',
    JWKS_URL: '',
    TOKEN_ISSUER: '',
    TOKEN_ISSUERS: '',
    GATEWAY_PUBLIC_KEYS: '',
    REQUIRE_GATEWAY: '',
    INSTANCE: '',
    DRAIN_TIMEOUT: '',
  };
  expect(loadConfig({ ...needed, ...empty })).toEqual(loadConfig(needed));
});

const KEY = 'A'.repeat(43);

test('in production the gateway alone is answered, and a unit that does not know it does not start', () => {
  const production = { ...needed, NODE_ENV: 'production', IDENTITY: 'none' };
  expect(faultsOf(production)).toEqual([expect.stringMatching(/^GATEWAY_PUBLIC_KEYS: .*REQUIRE_GATEWAY=false/)]);
  expect(loadConfig({ ...production, GATEWAY_PUBLIC_KEYS: `${KEY}, ${KEY}` }).gateway).toEqual({
    keys: [KEY, KEY],
    required: true,
  });
  expect(loadConfig({ ...production, REQUIRE_GATEWAY: 'false' }).gateway).toEqual({ keys: [], required: false });
  expect(loadConfig({ ...needed, GATEWAY_PUBLIC_KEYS: KEY }).gateway).toEqual({ keys: [KEY], required: false });
  expect(faultsOf({ ...needed, GATEWAY_PUBLIC_KEYS: 'short', REQUIRE_GATEWAY: 'yes' })).toEqual([
    'GATEWAY_PUBLIC_KEYS: expected keys of 43 letters, digits, - and _, with commas between; got "short"',
    'REQUIRE_GATEWAY: expected true or false; got "yes"',
  ]);
});

test('in production members sign in, and nobody acts by a header unless that is said', () => {
  const production = { ...needed, NODE_ENV: 'production', GATEWAY_PUBLIC_KEYS: KEY };
  expect(() => loadConfig(production)).toThrow(/JWKS_URL: .* it is not set/);
  const JWKS_URL = 'http://members:4001/.well-known/jwks.json';
  expect(loadConfig({ ...production, JWKS_URL })).toMatchObject({
    identity: 'token',
    tokens: { jwksUrl: JWKS_URL, issuer: 'wellspring:members', audience: 'wellspring' },
  });
  expect(loadConfig({ ...needed, JWKS_URL, TOKEN_ISSUER: 'i', TOKEN_AUDIENCE: 'a' })).toMatchObject({
    identity: 'development',
    tokens: { jwksUrl: JWKS_URL, issuer: 'i', audience: 'a' },
  });
  const development = { ...production, IDENTITY: 'development' };
  expect(faultsOf(development)).toEqual([expect.stringContaining('ALLOW_DEVELOPMENT_IDENTITY=true')]);
  expect(loadConfig({ ...development, ALLOW_DEVELOPMENT_IDENTITY: 'true' }).identity).toBe('development');
});

test.each(['mongodb://user:p%40ss@a:1,b:2/orders?replicaSet=rs', 'mongodb+srv://cluster.example.org/orders'])(
  'MONGODB_URI may be %s',
  (MONGODB_URI) => {
    expect(loadConfig({ ...needed, MONGODB_URI }).mongodbUri).toBe(MONGODB_URI);
  },
);

test.each(['nats://a:4222,nats://b:4222', 'tls://a:4222', 'wss://a'])('NATS_URL may be %s', (NATS_URL) => {
  expect(loadConfig({ ...needed, NATS_URL }).natsUrl).toBe(NATS_URL);
});

describe('a fault is named with what was expected and what was got', () => {
  test.each([
    ['MONGODB_URI', undefined, 'MONGODB_URI: expected mongodb://host:port/database, it is not set'],
    ['MONGODB_URI', '', 'MONGODB_URI: expected mongodb://host:port/database, it is not set'],
    ...['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/?replicaSet=rs', 'localhost'].map(
      (uri) =>
        [
          'MONGODB_URI',
          uri,
          'MONGODB_URI: expected mongodb://host:port/database, it is no such address or names no database',
        ] as const,
    ),
    ['NATS_URL', undefined, 'NATS_URL: expected nats://host:port, it is not set'],
    ['NATS_URL', 'localhost:4222', 'NATS_URL: expected nats://host:port, got "localhost:4222"'],
    ['PORT', '-1', 'PORT: expected a whole number from 0 to 65535, got "-1"'],
    ['PORT', '70000', 'PORT: expected a whole number from 0 to 65535, got "70000"'],
    ['PORT', '4e3', 'PORT: expected a whole number from 0 to 65535, got "4e3"'],
    ['DRAIN_TIMEOUT', '10s', 'DRAIN_TIMEOUT: expected a whole number from 0 to 600000, got "10s"'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, got "loud"'],
    ['IDENTITY', 'production', 'IDENTITY: expected one of development, token, none; got "production"'],
  ] as const)('%s: %s', (name, value, fault) => {
    expect(faultsOf({ ...needed, [name]: value })).toEqual([fault]);
  });

  test('all faults are told at once', () => {
    const faults = faultsOf({ PORT: 'x', DRAIN_TIMEOUT: 'x', LOG_LEVEL: 'x', IDENTITY: 'x' });
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
      'DRAIN_TIMEOUT',
      'IDENTITY',
      'LOG_LEVEL',
      'MONGODB_URI',
      'NATS_URL',
      'PORT',
    ]);
  });

  test('a password in MONGODB_URI is not in the message', () => {
    expect(faultsOf({ ...needed, MONGODB_URI: 'mongodb://orders:hunter2@127.0.0.1' }).join()).not.toContain('hunter2');
  });
});

/** The faults of an environment that does not fit; the message lists each of them. */
function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    const { code, message, details } = error as { code: string; message: string; details: { faults: string[] } };
    expect(code).toBe('CONFIG_INVALID');
    expect(message).toBe(`The environment does not fit:\n- ${details.faults.join('\n- ')}`);
    return details.faults;
  }
  throw new Error('the environment fits');
}
