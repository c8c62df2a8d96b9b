import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requireData } from '../client/sendOperation.ts';
import type { Platform } from '../platform/Platform.ts';
import { startPlatform } from '../platform/startPlatform.ts';
import { seed } from '../seed/seed.ts';
import type { DemoPlatform } from './DemoPlatform.ts';
import { Narrator } from './Narrator.ts';
import { runDemo } from './runDemo.ts';

const units = ['members', 'catalog', 'orders'];
let platform: Platform;
let demo: DemoPlatform;
beforeAll(async () => {
  platform = await startPlatform({ syncInterval: '10s', units });
  demo = {
    endpoint: platform.gatewayUrl,
    status: async () => platform.status(),
    hold: platform.hold,
    release: platform.release,
  };
}, 120_000);
afterAll(() => platform?.stop());

const catalogState = () => platform.status().find(({ name }) => name === 'catalog')?.state;

async function productNames(): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = null;
  do {
    type Page = {
      products: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const query =
      'query ($after: String) { products(first: 100, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } }';
    const { products }: Page = await requireData<Page>(platform.gatewayUrl, { query, variables: { after } });
    names.push(...products.edges.map(({ node }) => node.name));
    after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
  } while (after !== null);
  return names;
}

/** Runs the demo and answers what it told, with its report. `onText` sees every line as it is told. */
async function run(onText: (text: string) => void = () => {}, signal = new AbortController().signal) {
  let story = '';
  const narrator = new Narrator((text) => {
    story += text;
    onText(text);
  }, false);
  return { report: await runDemo(demo, narrator, signal), story: () => story };
}

test('the demo of an empty platform says what to do', async () => {
  const { report } = await run();
  expect(report.ok).toBe(false);
  expect(report.failures).toEqual([expect.stringContaining('npm run seed')]);
});

describe('seeding', () => {
  test('loads everything that is planned, through the mutations', async () => {
    const phases = new Map<string, number>();
    const report = await seed({
      endpoint: platform.gatewayUrl,
      units,
      members: 20,
      orders: 30,
      onProgress: (phase, done) => phases.set(phase, done),
    });
    expect(report.phases).toMatchObject({
      products: { total: 337, created: 337 },
      members: { total: 20, created: 20 },
      orders: { total: 30, created: 30, skipped: 0 },
    });
    expect(Object.fromEntries(phases)).toEqual({ products: 337, members: 20, orders: 30 });
  }, 90_000);

  test('changes nothing the second time, and adds only what is more, past the gateway too', async () => {
    const endpoint = platform.unitUrl;
    expect((await seed({ endpoint, units, members: 20, orders: 30 })).phases).toMatchObject({
      products: { total: 337, created: 0 },
      members: { total: 20, created: 0 },
      orders: { total: 30, created: 0 },
    });
    expect((await seed({ endpoint, units, members: 20, orders: 35 })).phases).toMatchObject({
      orders: { total: 35, created: 5 },
    });
  }, 90_000);

  test('says so when the platform is away', async () => {
    const away = seed({ endpoint: 'http://127.0.0.1:9/graphql', units, waitMs: 200 });
    await expect(away).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringMatching(/did not answer for all units within 0\.2 s.*127\.0\.0\.1:9/),
    });
  });
});

describe('the demo', () => {
  test('proves every claim, and leaves the platform as it found it', async () => {
    const before = await productNames();
    const { report, story } = await run();
    expect({ failures: report.failures, story: story() }).toEqual({ failures: [], story: expect.any(String) });
    expect(report).toMatchObject({
      ok: true,
      query: { fetches: ['orders'], orders: 10 },
      outage: { complete: 20 },
      change: { shown: expect.any(Number) },
      comeback: { shown: expect.any(Number) },
    });
    expect(catalogState()).toBe('running');
    expect(await productNames()).toEqual(before);
  }, 90_000);

  test('leaves the platform as it found it when it is interrupted while catalog is dead', async () => {
    const before = await productNames();
    const interruption = new AbortController();
    let wasHeld = false;
    const onText = (text: string): void => {
      if (!text.includes('catalog is dead')) return;
      wasHeld = catalogState() === 'held';
      interruption.abort(new Error('interrupted'));
    };
    const { report } = await run(onText, interruption.signal);
    expect(wasHeld).toBe(true);
    expect(report).toMatchObject({ ok: false, failures: [] });
    expect(catalogState()).toBe('running');
    expect(await productNames()).toEqual(before);
  }, 90_000);

  test('does not touch a platform on which catalog is held down already', async () => {
    await platform.hold('catalog');
    try {
      const { report } = await run();
      expect(report.failures).toEqual([expect.stringContaining('npm run unit -- release catalog')]);
      expect(catalogState()).toBe('held');
    } finally {
      await platform.release('catalog');
    }
  }, 60_000);
});
