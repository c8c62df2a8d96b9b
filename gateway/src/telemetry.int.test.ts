import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { activeTracer, loadTelemetry, trace } from '@wellspring/kit/telemetry';
import { type CollectedSpan, type Collector, startCollector } from '@wellspring/kit/testing';
import { eventually } from './testing/eventually.ts';
import { type Library, startLibrary } from './testing/startLibrary.ts';
import { startTestGateway, type TestGateway } from './testing/startTestGateway.ts';

let collector: Collector;
let library: Library;
let gateway: TestGateway | undefined;

beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());
beforeEach(async () => {
  library = await startLibrary();
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  await library.stop();
});

const start = async (endpoint: string | undefined): Promise<TestGateway> => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '20',
    OTEL_EXPORTER_OTLP_TIMEOUT: '3000',
  };
  const telemetry = loadTelemetry(env, (fault) => {
    throw new Error(fault);
  });
  gateway = await startTestGateway([library.books, library.people], { telemetry });
  return gateway;
};
const spansOf = (traceId: string): readonly CollectedSpan[] =>
  collector.spans.filter((span) => span.traceId === traceId);
const rename = 'mutation { rename(name: "x") { name } }';

test('without an endpoint nothing is recorded, and a subgraph is sent no header more', async () => {
  const { execute } = await start(undefined);
  let active: unknown = 'not asked';
  library.people.behaviour = (_request, response) => {
    active = trace.getActiveSpan();
    response.end('{"data":{"me":{"name":"A"}}}');
  };
  expect((await execute('{ me { name } }')).data).toEqual({ me: { name: 'A' } });
  expect(activeTracer()).toBeUndefined();
  expect(active).toBeUndefined();
  expect(Object.keys(library.people.requests[0]?.headers ?? {}).sort()).toEqual([
    ...['accept', 'connection', 'content-length', 'content-type', 'host', 'x-request-id'],
  ]);
  expect(gateway?.logs.filter((line) => 'trace_id' in line)).toEqual([]);
});

test('a fetch names its span to the subgraph, the log names the trace, and entities are counted', async () => {
  const { execute, logs } = await start(collector.endpoint);
  expect((await execute('query Both { books { author { name } } }')).errors).toBeUndefined();
  const [, traceId = '', spanId] = String(library.people.requests[0]?.headers.traceparent).split('-');
  await eventually(async () => spansOf(traceId).some(({ parentSpanId }) => parentSpanId === '') || undefined);
  const spans = spansOf(traceId);
  const root = spans.find(({ parentSpanId }) => parentSpanId === '');
  const operation = spans.find(({ parentSpanId }) => parentSpanId === root?.spanId);
  expect([root?.name, operation?.name]).toEqual(['POST /graphql', 'query']);
  const fetch = spans.find((span) => span.spanId === spanId);
  expect(fetch).toMatchObject({ name: 'fetch people', kind: 3, parentSpanId: operation?.spanId, failed: false });
  expect(fetch?.attributes).toMatchObject({ 'wellspring.fetch.entities': 2, 'server.address': '127.0.0.1' });
  expect(logs.filter((line) => line.msg === 'operation answered').map((line) => line.trace_id)).toEqual([traceId]);
});

test('a subgraph that fails shows on the fetch and the operation by its code', async () => {
  const { execute } = await start(collector.endpoint);
  const traceId = 'ab'.repeat(16);
  library.people.behaviour = (_request, response) => void response.writeHead(500).end('a secret reason');
  await execute(rename, { traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` });
  await eventually(async () => spansOf(traceId).find(({ name }) => name === 'POST /graphql'));
  const told = spansOf(traceId).map(({ name, failed, attributes }) => [name, failed, attributes['error.type']]);
  expect(told.sort()).toEqual([
    ['POST /graphql', false, undefined],
    ['fetch people', true, 'BAD_ANSWER'],
    ['mutation', true, 'SUBGRAPH_UNAVAILABLE'],
    ['plan', false, undefined],
  ]);
  expect(JSON.stringify(spansOf(traceId))).not.toContain('secret');
});

test('who shares the execution or the fetch of another operation links to it', async () => {
  const { execute, gateway: running, get } = await start(collector.endpoint);
  const held: ServerResponse[] = [];
  library.people.behaviour = (_request, response) => void held.push(response);
  let came = 0;
  running.app.server.on('request', () => {
    came += 1;
  });
  const ids = ['1', '2', '3'].map((digit) => digit.repeat(32));
  const send = (query: string, index: number) =>
    execute(query, { traceparent: `00-${ids[index]}-${'e'.repeat(16)}-01` });
  const answers = [send('{ me { name } }', 0)];
  await eventually(async () => held[0]);
  // The second is the first once more; the third is another operation that fetches the same.
  answers.push(send('{ me { name } }', 1), send('{ me { name } __typename }', 2));
  await eventually(async () => came >= 3 || undefined);
  await eventually(async () => {
    const counts = (await (await get('/metrics')).text()).matchAll(/^wellspring_gateway_plan_cache_total\S+ (\d+)/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0) >= 2 || undefined;
  });
  for (const response of held) response.end('{"data":{"me":{"name":"A"}}}');
  for (const { data } of await Promise.all(answers)) expect(data).toMatchObject({ me: { name: 'A' } });
  await eventually(
    async () => ids.every((id) => spansOf(id).some(({ name }) => name === 'POST /graphql')) || undefined,
  );
  const find = (index: number, wanted: string) => spansOf(ids[index] ?? '').find(({ name }) => name === wanted);
  const linkTo = (span: CollectedSpan | undefined) => [{ traceId: span?.traceId, spanId: span?.spanId }];
  expect(library.people.requests).toHaveLength(1);
  // On a slow machine the second comes too late for the execution, and shares the fetch like the third.
  const second = find(1, 'fetch people') === undefined ? 'query' : 'fetch people';
  expect(find(1, second)?.links).toEqual(linkTo(find(0, second)));
  expect(find(2, 'fetch people')?.links).toEqual(linkTo(find(0, 'fetch people')));
  expect(find(2, 'fetch people')?.attributes['wellspring.shared']).toBe(true);
});

test.each(['is away', 'never answers'])('a collector that %s fails no request and holds none up', async (state) => {
  const server: Server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (state === 'is away') await new Promise((resolve) => server.close(resolve));
  try {
    const { execute } = await start(`http://127.0.0.1:${port}`);
    for (let sent = 0; sent < 100; sent += 1) {
      const answer = await execute(`query Nr${sent} { me { name } }`);
      expect(answer).toMatchObject({ status: 200, data: { me: { name: 'Person 1' } } });
    }
    // What is sent last is given up after 2 s.
    const began = performance.now();
    await gateway?.stop();
    gateway = undefined;
    expect(performance.now() - began).toBeLessThan(8_000);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
