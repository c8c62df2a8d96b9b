import { expect, test } from '@jest/globals';
import { loadTelemetry } from './TelemetryConfig.ts';

const load = (env: Record<string, string>) => {
  const faults: string[] = [];
  return { config: loadTelemetry(env, (fault) => faults.push(fault)), faults };
};
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test('without an endpoint there are no traces, whatever else is set', () => {
  expect(load({})).toEqual({ config: undefined, faults: [] });
  expect(load({ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_SAMPLER: 'nonsense' })).toEqual({
    config: undefined,
    faults: [],
  });
});

test('they can be turned off', () => {
  expect(load({ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }).config).toBeUndefined();
  expect(load({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }).config).toBeUndefined();
});

test('with an endpoint all traces are recorded, unless who asks says otherwise', () => {
  expect(load(ENDPOINT)).toEqual({
    config: {
      url: 'http://collector:4318/v1/traces',
      headers: {},
      timeout: 10_000,
      serviceName: undefined,
      attributes: {},
      sampler: { followsParent: true, ratio: 1 },
      delay: 5_000,
      queue: 2_048,
      batch: 512,
    },
    faults: [],
  });
});

test('what is said of traces alone counts more than what is said of all signals', () => {
  const { config } = load({
    ...ENDPOINT,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.org/in',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=1',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer%20x=, b=2',
  });
  expect(config).toMatchObject({
    url: 'https://traces.example.org/in',
    headers: { authorization: 'Bearer x=', b: '2' },
  });
});

test.each([
  ['always_on', undefined, { followsParent: false, ratio: 1 }],
  ['always_off', undefined, { followsParent: false, ratio: 0 }],
  ['traceidratio', '0.25', { followsParent: false, ratio: 0.25 }],
  ['parentbased_traceidratio', '0.01', { followsParent: true, ratio: 0.01 }],
  ['parentbased_always_off', undefined, { followsParent: true, ratio: 0 }],
])('the sampler %s', (OTEL_TRACES_SAMPLER, share, sampler) => {
  const env = share === undefined ? {} : { OTEL_TRACES_SAMPLER_ARG: share };
  expect(load({ ...ENDPOINT, OTEL_TRACES_SAMPLER, ...env }).config?.sampler).toEqual(sampler);
});

test('every fault is told, and none tells a header', () => {
  const { faults } = load({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_HEADERS: 'secret',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '7',
    OTEL_BSP_SCHEDULE_DELAY: '-1',
  });
  expect(faults).toEqual([
    expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
    expect.stringContaining('OTEL_EXPORTER_OTLP_PROTOCOL'),
    expect.stringContaining('OTEL_EXPORTER_OTLP_HEADERS'),
    expect.stringContaining('OTEL_TRACES_SAMPLER_ARG'),
    expect.stringContaining('OTEL_BSP_SCHEDULE_DELAY'),
  ]);
  expect(faults.join()).not.toContain('secret');
});
