import { expect, test } from '@jest/globals';
import { loadStreamsConfig } from './loadStreamsConfig.ts';

const NATS_URL = 'nats://nats:4222';

test('the operator keeps the streams of the named units', () => {
  expect(loadStreamsConfig({ UNITS: 'members, orders', NATS_URL, NATS_PASSWORD: 'p', STREAM_REPLICAS: '3' })).toEqual({
    units: ['members', 'orders'],
    url: NATS_URL,
    user: 'operator',
    password: 'p',
    replicas: 3,
    logLevel: 'info',
  });
});

test('new streams may be placed on a cluster, and on servers by their tags', () => {
  const env = { UNITS: 'members', NATS_URL };
  expect(loadStreamsConfig(env).placement).toBeUndefined();
  expect(loadStreamsConfig({ ...env, STREAM_CLUSTER: 'east', STREAM_TAGS: 'zone:a, ssd' }).placement).toEqual({
    cluster: 'east',
    tags: ['zone:a', 'ssd'],
  });
  expect(loadStreamsConfig({ ...env, STREAM_TAGS: 'ssd' }).placement).toEqual({ tags: ['ssd'] });
});

test('events and histories are kept in full, unless the operator limits them', () => {
  const env = { UNITS: 'members', NATS_URL };
  expect(loadStreamsConfig({ ...env, EVENTS_MAX_AGE: '' })).toMatchObject({
    eventLimits: undefined,
    historyLimits: undefined,
  });
  const limited = loadStreamsConfig({
    ...env,
    EVENTS_MAX_AGE: '365d',
    EVENTS_MAX_BYTES: '20GiB',
    EVENTS_MAX_MESSAGES: '1000000',
    HISTORY_MAX_AGE: '36h',
  });
  expect(limited.eventLimits).toEqual({ maxAge: 31_536_000_000, maxBytes: 21_474_836_480, maxMessages: 1_000_000 });
  expect(limited.historyLimits).toEqual({ maxAge: 129_600_000 });
});

test.each([
  ['EVENTS_MAX_AGE', '0d'],
  ['EVENTS_MAX_AGE', '5'],
  ['EVENTS_MAX_AGE', '1m'],
  ['EVENTS_MAX_AGE', '999999999999d'],
  ['EVENTS_MAX_BYTES', '1.5GiB'],
  ['EVENTS_MAX_BYTES', '5toString'],
  ['HISTORY_MAX_BYTES', '-1'],
  ['HISTORY_MAX_MESSAGES', '1k'],
])('a limit %s=%s is refused', (name, value) => {
  const env = { UNITS: 'members', NATS_URL, [name]: value };
  expect(() => loadStreamsConfig(env)).toThrow(new RegExp(`- ${name}: expected .*, got "${value}"`));
});

test('a broker that asks nobody takes no user', () => {
  expect(loadStreamsConfig({ UNITS: 'members', NATS_URL, NATS_PASSWORD: '' })).toMatchObject({ user: undefined });
});

test('every fault is told at once', () => {
  const places = { STREAM_CLUSTER: 'two words', STREAM_TAGS: 'a,,b' };
  const env = { UNITS: 'Members,', NATS_URL: 'nats', STREAM_REPLICAS: '0', ...places, LOG_LEVEL: 'loud' };
  const names = ['UNITS', 'NATS_URL', 'STREAM_REPLICAS', 'STREAM_CLUSTER', 'STREAM_TAGS', 'LOG_LEVEL'];
  expect(() => loadStreamsConfig(env)).toThrow(new RegExp(names.map((name) => `- ${name}: .*`).join('\\n')));
  expect(() => loadStreamsConfig({})).toThrow(/UNITS: .*got ""\n- NATS_URL/);
});
