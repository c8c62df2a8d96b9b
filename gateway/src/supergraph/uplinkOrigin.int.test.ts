import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../testing/eventually.ts';
import { startSubgraph, type TestSubgraph } from '../testing/startSubgraph.ts';
import { composed, startTestGateway, type TestGateway } from '../testing/startTestGateway.ts';
import { startUplink, type TestUplink } from '../testing/startUplink.ts';

let unit: TestSubgraph;
let uplink: TestUplink;
let gateway: TestGateway;

beforeEach(async () => {
  unit = await startSubgraph('unit', 'type Query { old: String  next: String }', {
    Query: { old: () => 'old', next: () => 'next' },
  });
  uplink = await startUplink();
});
afterEach(async () => {
  await gateway.stop();
  await Promise.all([unit.stop(), uplink.stop()]);
});

test('a supergraph comes from Uplink when it answers, changes when another is published, and stays when that is a bad one', async () => {
  const graph = { key: 'service:shop:secret', graphRef: 'shop@current' };
  gateway = await startTestGateway([], { uplink: { ...graph, endpoints: [uplink.url] } });
  const { problem } = await eventually(async () => {
    const body = await gateway.readiness(503);
    return String(body.problem).includes('cannot be had') ? body : undefined;
  }, 30_000);
  expect(problem).toContain('The supergraph of shop@current in Apollo Uplink');
  expect(uplink.asked[0]).toEqual({ ref: 'shop@current', apiKey: 'service:shop:secret', ifAfterId: null });

  uplink.published = composed([unit]);
  await eventually(async () => (await gateway.get('/readyz')).ok || undefined, 30_000);
  expect((await gateway.execute('{ old next }')).data).toEqual({ old: 'old', next: 'next' });

  uplink.published = 'type Query {';
  const refused = await eventually(async () => {
    const body = await gateway.readiness(200);
    return body.problem === undefined ? undefined : body;
  }, 30_000);
  expect(refused.problem).toContain('cannot be served');
  expect((await gateway.execute('{ old }')).data).toEqual({ old: 'old' });

  const less = await startSubgraph('unit', 'type Query { next: String }', { Query: { next: () => 'less' } });
  uplink.published = composed([less]);
  await eventually(async () => ((await gateway.execute('{ next }')).data?.next === 'less' ? true : undefined), 30_000);
  await less.stop();
  expect(await gateway.readiness(200)).not.toHaveProperty('problem');
  expect(JSON.stringify(gateway.logs)).not.toContain('secret');

  // Uplink that fails takes nothing away.
  uplink.published = undefined;
  const asked = uplink.asked.length;
  await eventually(() => uplink.asked.length > asked || undefined, 30_000);
  expect((await gateway.get('/readyz')).status).toBe(200);

  // It says that what is served may not be the newest, until Uplink answers again.
  const problemNow = async () => (await gateway.readiness(200)).problem;
  const silent = async () =>
    /^wellspring_gateway_supergraph_origin_silent (\d)/m.exec(await (await gateway.get('/metrics')).text())?.[1];
  await eventually(async () => (String(await problemNow()).includes('cannot be asked for') ? true : undefined), 30_000);
  expect(await silent()).toBe('1');
  uplink.published = composed([less]);
  await eventually(async () => ((await problemNow()) === undefined ? true : undefined), 30_000);
  expect(await silent()).toBe('0');
}, 120_000);
