import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startTokenIssuer, type TokenIssuer } from '@wellspring/kit/testing';
import { DEFAULT_LIMITS } from './config/GatewayLimits.ts';
import { startSubgraph, type TestSubgraph } from './testing/startSubgraph.ts';
import { startTestGateway, type TestGateway } from './testing/startTestGateway.ts';

let shop: TestSubgraph;
let folder: string;
let running: TestGateway[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limits-'));
  shop = await startSubgraph(
    'shop',
    `type Query {
       item: Item
       items(first: Int): [Item!] @listSize(slicingArguments: ["first"], assumedSize: 20)
       page(first: Int = 5): Page @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
       search(filter: Filter): Item
     }
     type Mutation { touch: Item }
     input Filter { text: String @cost(weight: 30) }
     type Page { edges: [Item!] }
     type Item { id: ID! long: String dear: Int @cost(weight: 50) related: [Item!] }`,
    {
      Query: {
        item: () => ({ id: '1', long: 'x'.repeat(20_000) }),
        items: () => [{ id: '1' }],
        page: () => ({ edges: [] }),
        search: () => ({ id: '2' }),
      },
      Mutation: { touch: () => ({ id: '1' }) },
    },
  );
});
afterEach(async () => {
  await Promise.all(running.map((gateway) => gateway.stop()));
  running = [];
});
afterAll(async () => {
  await shop.stop();
  await rm(folder, { recursive: true });
});

async function start(...[overrides]: [Parameters<typeof startTestGateway>[1]?]): Promise<TestGateway> {
  const gateway = await startTestGateway([shop], overrides);
  running.push(gateway);
  return gateway;
}

type Answer = { status: number; data?: unknown; code?: unknown; limit?: unknown; asked?: unknown };

async function post({ gateway }: TestGateway, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown;
    errors?: { extensions: Record<string, unknown> }[];
  };
  const { code, limit, asked } = errors[0]?.extensions ?? {};
  return { status: response.status, ...(data ? { data } : {}), code, limit, asked };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('limits', () => {
  test('each refuses with its code, says what is allowed and what was asked, and asks no subgraph', async () => {
    const limits = {
      ...DEFAULT_LIMITS,
      requestBytes: 4_000,
      tokens: 200,
      depth: 3,
      selections: 20,
      aliases: 3,
      directives: 2,
      rootFields: 4,
      variableDepth: 3,
    };
    const gateway = await start({ limits });
    const before = shop.requests.length;
    const fragments = `fragment A on Item { id long dear } fragment B on Item { ...A ...A ...A }`;
    const refused: [string, string, number, number][] = [
      [`{ ${'item{id}'.repeat(60)} }`, 'OPERATION_TOO_LARGE', 200, 201],
      ['{ item { related { related { id } } } }', 'OPERATION_TOO_DEEP', 3, 4],
      [`{ item { ...B ...B } } ${fragments}`, 'TOO_MANY_SELECTIONS', 20, 27],
      ['{ item { a: id b: id c: id d: id } }', 'TOO_MANY_ALIASES', 3, 4],
      ['{ item @skip(if: false) { id @skip(if: false) @include(if: true) } }', 'TOO_MANY_DIRECTIVES', 2, 3],
      ['{ item {id} item {id} item {id} items {id} page {__typename} }', 'TOO_MANY_ROOT_FIELDS', 4, 5],
    ];
    for (const [query, code, limit, asked] of refused) {
      // The second time from what is remembered.
      for (let time = 0; time < 2; time += 1)
        expect(await post(gateway, { query })).toEqual({ status: 400, code, limit, asked });
    }
    const query = '{ item { id } }';
    expect(await post(gateway, { query, variables: { a: [[[[1]]]] } })).toMatchObject({ code: 'VARIABLES_TOO_DEEP' });
    expect(await post(gateway, { query, filler: 'x'.repeat(4_000) })).toMatchObject({
      status: 413,
      code: 'REQUEST_TOO_LARGE',
      limit: 4_000,
      asked: expect.any(Number),
    });
    expect(shop.requests).toHaveLength(before);
    expect(await post(gateway, { query })).toMatchObject({ status: 200, data: { item: { id: '1' } } });
  });

  test('batches are refused unless allowed, and then are limited', async () => {
    const one = { query: '{ item { id } }' };

    expect(await post(await start(), [one])).toMatchObject({
      status: 400,
      code: 'BATCH_TOO_LARGE',
      limit: 0,
      asked: 1,
    });
    const gateway = await start({ limits: { ...DEFAULT_LIMITS, batch: 2 } });
    expect(await post(gateway, [one, one, one])).toMatchObject({ code: 'BATCH_TOO_LARGE', limit: 2, asked: 3 });
    expect((await post(gateway, [one, one])).status).toBe(200);
  });

  test('the estimated cost counts weights, sizes of lists and of pages, and values of variables', async () => {
    const gateway = await start({ limits: { ...DEFAULT_LIMITS, cost: 20, listSize: 10 } });
    const asked = async (query: string, variables: object = {}) => (await post(gateway, { query, variables })).asked;

    expect(await asked('{ item { id } }')).toBeUndefined(); // 1
    expect(await asked('{ items { id } }')).toBeUndefined(); // 20, assumed
    expect(await asked('{ items(first: 21) { id } }')).toBe(21);
    expect(await asked('{ items(first: 3) { related { id } } }')).toBe(33);
    expect(await asked('{ item { dear } }')).toBe(51);
    expect(await asked('{ page { edges { related { id } } } }')).toBe(56); // 1 + 5 × (1 + 10)
    const paged = 'query ($first: Int = 30) { items(first: $first) { id } }';
    expect(await asked(paged)).toBe(30);
    expect(await asked(paged, { first: 5 })).toBeUndefined();
    expect(await asked(paged, { first: 2_000_000_000 })).toBe(2_000_000_000);
    expect(await asked('query ($f: Filter) { search(filter: $f) { id } }', { f: { text: 'a' } })).toBe(31);
    expect(await asked('query ($f: Filter) { search(filter: $f) { id } }')).toBeUndefined();
    expect(await post(gateway, { query: '{ item { dear } }' })).toMatchObject({
      status: 400,
      code: 'OPERATION_TOO_COSTLY',
      limit: 20,
    });
  });

  test('one client is told to wait when it asks too often', async () => {
    const gateway = await start({ rateLimit: { requests: 2, window: 600_000 } });
    const query = '{ item { id } }';
    for (let time = 0; time < 2; time += 1) expect((await post(gateway, { query })).status).toBe(200);

    expect(await post(gateway, { query })).toMatchObject({ status: 429, code: 'RATE_LIMITED', limit: 2 });
    expect((await gateway.get('/healthz')).status).toBe(200);
  });
});

describe('introspection in production', () => {
  let issuer: TokenIssuer;
  beforeAll(async () => {
    issuer = await startTokenIssuer();
  });
  afterAll(() => issuer.stop());

  test('takes a verified token with the scope', async () => {
    const gateway = await start({ exploration: false, identity: 'token', tokens: issuer.tokens });
    const query = '{ __schema { queryType { name } } }';
    const bearer = async (scope?: string) => ({
      authorization: `Bearer ${await issuer.sign(scope === undefined ? {} : { scope })}`,
    });

    const refused = { status: 403, code: 'INTROSPECTION_REFUSED' };
    expect(await post(gateway, { query })).toMatchObject(refused);
    expect(
      await post(gateway, { query: '{ ...F } fragment F on Query { __type(name: "Item") { name } }' }),
    ).toMatchObject(refused);
    expect(await post(gateway, { query }, await bearer())).toMatchObject(refused);
    expect(await post(gateway, { query }, await bearer('other graph:introspection'))).toMatchObject(refused);
    expect(await post(gateway, { query }, await bearer('other graph:introspect'))).toMatchObject({
      status: 200,
      data: { __schema: { queryType: { name: 'Query' } } },
    });
    expect((await post(gateway, { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
  });
});

describe('persisted queries', () => {
  const query = '{ item { id } }';
  const persisted = (sha256Hash: unknown, version: unknown = 1) => ({
    extensions: { persistedQuery: { version, sha256Hash } },
  });

  test('are registered by clients as they go, by POST and asked for by GET', async () => {
    const gateway = await start();
    const id = sha256(query);

    expect((await post(gateway, persisted(id))).code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post(gateway, { query, ...persisted(id) })).data).toEqual({ item: { id: '1' } });
    expect((await post(gateway, persisted(id))).data).toEqual({ item: { id: '1' } });
    const extensions = encodeURIComponent(JSON.stringify(persisted(id).extensions));
    const preflight = { 'apollo-require-preflight': '1' };
    expect(await (await gateway.get(`/graphql?extensions=${extensions}`, preflight)).json()).toEqual({
      data: { item: { id: '1' } },
    });
    for (const wrong of [
      persisted(id, 2),
      persisted(7),
      persisted(sha256('other')),
      { extensions: { persistedQuery: null } },
    ])
      expect(await post(gateway, { query, ...wrong })).toMatchObject({ status: 400, code: 'PERSISTED_QUERY_INVALID' });
    expect((await post(await start({ automaticPersistedQueries: false }), persisted(id))).code).toBe(
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
  });

  test('that the manifest lists go by id or text; others are logged, or refused where that is enforced', async () => {
    const manifestFile = join(folder, 'manifest.json');
    const operations = [{ id: 'item-1', name: 'Item', type: 'query', body: 'query Item {\n  item {\n    id\n  }\n}' }];
    await writeFile(
      manifestFile,
      JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
    );
    const data = { item: { id: '1' } };

    const enforcing = await start({ safelist: 'enforce', manifestFile, automaticPersistedQueries: false });
    expect((await post(enforcing, persisted('item-1'))).data).toEqual(data);
    expect((await post(enforcing, { query: 'query Item { item { id } } # as written' })).data).toEqual(data);
    for (const other of [
      { query },
      { query, operationName: 'Item' },
      persisted('item-2'),
      { query, ...persisted('item-1') },
    ])
      expect((await post(enforcing, other)).data).toBeUndefined();
    expect(await post(enforcing, { query })).toMatchObject({ status: 403, code: 'OPERATION_NOT_LISTED' });

    const logging = await start({ safelist: 'log', manifestFile });
    expect((await post(logging, { query })).data).toEqual(data);
    expect(logging.logs.find(({ msg }) => msg === 'an operation that is not listed')).toMatchObject({ asked: query });
  });

  test('a manifest that is none keeps the gateway from starting', async () => {
    const manifestFile = join(folder, 'wrong.json');
    await writeFile(manifestFile, '{"format":"other"}');

    await expect(start({ safelist: 'log', manifestFile })).rejects.toThrow(/wrong\.json is not a manifest/);
  });
});

describe('over HTTP', () => {
  test('mutations by GET and requests that a page could forge are refused', async () => {
    const { get } = await start();
    const preflight = { 'apollo-require-preflight': '1' };

    const mutation = await get('/graphql?query=mutation{touch{id}}', preflight);
    expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await get('/graphql?query={item{id}}')).status).toBe(400);
    expect(await (await get('/graphql?query={item{id}}', preflight)).json()).toEqual({ data: { item: { id: '1' } } });
  });

  test('large answers are compressed for those who accept it, small ones are not', async () => {
    const { gateway } = await start();
    const raw = async (query: string) => {
      const { request } = await import('node:http');
      return new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'accept-encoding': 'br' };
        request(gateway.url, { method: 'POST', headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
          );
        })
          .on('error', reject)
          .end(JSON.stringify({ query }));
      });
    };

    const large = await raw('{ item { long } }');
    expect([large.encoding, large.bytes.length < 1_000]).toEqual(['br', true]);
    expect(JSON.parse(brotliDecompressSync(large.bytes).toString()).data.item.long).toHaveLength(20_000);
    expect((await raw('{ item { id } }')).encoding).toBeUndefined();
  });
});
