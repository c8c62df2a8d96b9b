import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../testing/eventually.ts';
import { startSubgraph, type TestSubgraph } from '../testing/startSubgraph.ts';
import { composed, startTestGateway, type TestGateway } from '../testing/startTestGateway.ts';

let old: TestSubgraph;
let next: TestSubgraph;
let gateway: TestGateway;

beforeEach(async () => {
  old = await startSubgraph('unit', 'type Query { old: String }', { Query: { old: () => 'old' } });
  next = await startSubgraph('unit', 'type Query { next: String }', { Query: { next: () => 'next' } });
});
afterEach(async () => {
  await gateway.stop();
  await Promise.all([old.stop(), next.stop()]);
});

/** Resolves once the field is served. */
function serves(field: 'old' | 'next'): Promise<true> {
  return eventually(async () => ((await gateway.execute(`{ ${field} }`)).data?.[field] === field ? true : undefined));
}

async function metric(name: string): Promise<string | undefined> {
  const text = await (await gateway.get('/metrics')).text();
  return text.split('\n').find((line) => line.startsWith(name));
}

describe('the supergraph file', () => {
  test('is served anew when it is replaced by rename', async () => {
    gateway = await startTestGateway([old]);
    await serves('old');
    const before = await gateway.readiness(200);
    await gateway.replaceSupergraph(composed([next]));
    await serves('next');

    expect((await gateway.readiness(200)).supergraph).not.toEqual(before.supergraph);
    expect((await gateway.execute('{ old }')).status).toBe(400);
    expect(await metric('wellspring_gateway_supergraph_loads_total{outcome="loaded"}')).toMatch(/ 2$/);
  });

  test('is served anew when it is written in place, in pieces', async () => {
    gateway = await startTestGateway([old]);
    const text = composed([next]);
    for (const part of [0.3, 0.6, 1]) await writeFile(gateway.file, text.slice(0, text.length * part));

    await serves('next');
  });

  test.each([
    ['does not parse', 'type Query {'],
    ['is no supergraph', 'type Query { old: String }'],
    ['is empty', ''],
  ])('is refused when it %s: the old one stays, and /readyz and /metrics say so', async (_, text) => {
    gateway = await startTestGateway([old]);
    await gateway.replaceSupergraph(text);
    const { status, problem } = await eventually(async () => {
      const body = await gateway.readiness(200);
      return body.problem === undefined ? undefined : body;
    });

    expect(status).toBe('ready');
    expect(problem).toContain(`The supergraph file ${gateway.file} cannot be served: `);
    expect(await metric('wellspring_gateway_supergraph_refused')).toBe('wellspring_gateway_supergraph_refused 1');
    expect(await metric('wellspring_gateway_supergraph_loads_total{outcome="refused"}')).toMatch(/ 1$/);
    expect(gateway.logs).toContainEqual(expect.objectContaining({ msg: 'supergraph refused, the old one stays' }));
    await serves('old');

    await gateway.replaceSupergraph(composed([next]));
    await serves('next');
    expect(await gateway.readiness(200)).not.toHaveProperty('problem');
    expect(await metric('wellspring_gateway_supergraph_refused')).toBe('wellspring_gateway_supergraph_refused 0');
  });

  test('is refused when a subgraph in it has no address', async () => {
    gateway = await startTestGateway([old]);
    await gateway.replaceSupergraph(composed([{ ...next, url: '' }]));
    const problem = await eventually(async () => (await gateway.readiness(200)).problem);

    expect(problem).toContain("The subgraph 'unit' has no http address; got ''.");
    expect(problem).toContain('SUBGRAPH_URL_UNIT');
  });

  test('is waited for: until it is there the gateway lives, is not ready, and says what is missing', async () => {
    gateway = await startTestGateway([]);
    const { problem } = await eventually(async () => {
      const body = await gateway.readiness(503);
      return String(body.problem).includes('is not there') ? body : undefined;
    });

    expect(problem).toContain(gateway.file);
    expect((await gateway.get('/healthz')).status).toBe(200);
    expect(await gateway.execute('{ old }')).toMatchObject({
      status: 503,
      errors: [{ message: problem, extensions: { code: 'GATEWAY_NOT_READY' } }],
    });

    await gateway.replaceSupergraph('type Query {');
    await eventually(async () =>
      String((await gateway.readiness(503)).problem).includes('cannot be served') ? true : undefined,
    );
    await gateway.replaceSupergraph(composed([old]));
    await gateway.readiness(200);
    await serves('old');
  });

  test('that never comes does not keep the gateway from stopping', async () => {
    gateway = await startTestGateway([]);
    await gateway.gateway.stop();

    expect(gateway.logs).not.toContainEqual(expect.objectContaining({ level: 60 }));
  });
});
