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

test('a broker that asks nobody takes no user', () => {
  expect(loadStreamsConfig({ UNITS: 'members', NATS_URL, NATS_PASSWORD: '' })).toMatchObject({ user: undefined });
});

test('every fault is told at once', () => {
  const env = { UNITS: 'Members,', NATS_URL: 'nats', STREAM_REPLICAS: '0', LOG_LEVEL: 'loud' };
  const names = ['UNITS', 'NATS_URL', 'STREAM_REPLICAS', 'LOG_LEVEL'];
  expect(() => loadStreamsConfig(env)).toThrow(new RegExp(names.map((name) => `- ${name}: .*`).join('\\n')));
  expect(() => loadStreamsConfig({})).toThrow(/UNITS: .*got ""\n- NATS_URL/);
});
