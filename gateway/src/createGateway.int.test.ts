import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { GatewayVerifier, gatewayPublicKey } from '@wellspring/kit/identity';
import { startTokenIssuer, type TokenIssuer } from '@wellspring/kit/testing';
import { GraphQLError } from 'graphql';
import { defaultFetchLimits } from './execution/fetch/FetchLimits.ts';
import { eventually } from './testing/eventually.ts';
import { startSubgraph, type TestSubgraph } from './testing/startSubgraph.ts';
import { startTestGateway, type TestGateway } from './testing/startTestGateway.ts';

let people: TestSubgraph;
let notes: TestSubgraph;
let running: TestGateway[];

beforeEach(async () => {
  running = [];
  people = await startSubgraph(
    'people',
    `type Query { person: Person  people: [Person!] }
     type Mutation { rename(name: String!): Person }
     type Person @key(fields: "id") { id: ID!  name: String  secret: String  broken: String }`,
    {
      Query: { person: () => ({ id: '1' }), people: () => [{ id: '1' }, { id: '2' }] },
      Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ id: '1', name }) },
      Person: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id, name }: { id: string; name?: string }) => name ?? `Person ${id}`,
        secret: () => {
          throw new GraphQLError('Only the person may read this.', {
            extensions: { code: 'FORBIDDEN', hint: 'sign in' },
          });
        },
        broken: () => {
          throw new GraphQLError('connect mongodb://admin:hunter2@db', {
            extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: ['at secret.ts'] },
          });
        },
      },
    },
  );
  notes = await startSubgraph(
    'notes',
    `type Query { note: Note  notes: [Note!] }
     type Note { text: String  author: Person }
     type Person @key(fields: "id", resolvable: false) { id: ID! }`,
    {
      Query: {
        note: () => ({ text: 'one', author: { id: '1' } }),
        notes: () => ['one', 'two'].map((text, index) => ({ text, author: { id: String(index + 1) } })),
      },
    },
  );
});

afterEach(async () => {
  await Promise.all(running.map((gateway) => gateway.stop()));
  await Promise.all([people.stop(), notes.stop()]);
});

async function start(...[overrides]: [Parameters<typeof startTestGateway>[1]?]): Promise<TestGateway> {
  const gateway = await startTestGateway([people, notes], overrides);
  running.push(gateway);
  return gateway;
}

describe('executing over the subgraphs', () => {
  test('joins what they know into one answer', async () => {
    const { execute } = await start();

    expect(await execute('{ notes { text author { name } } }')).toMatchObject({
      status: 200,
      data: {
        notes: [
          { text: 'one', author: { name: 'Person 1' } },
          { text: 'two', author: { name: 'Person 2' } },
        ],
      },
    });
  });

  test('shows the fetches that were really made to whoever asks, and to no one else', async () => {
    const { execute } = await start();
    const { extensions } = await execute('{ notes { author { name } } }', { 'x-wellspring-trace': 'fetches' });

    expect(extensions?.fetches).toEqual([
      { service: 'notes', ms: expect.any(Number) },
      { service: 'people', ms: expect.any(Number) },
    ]);
    expect([notes.requests.length, people.requests.length]).toEqual([1, 1]);
    expect((await execute('{ note { text } }')).extensions).toBeUndefined();
  });

  test('forwards who acts, the request id and the trace context, and nothing else of the client', async () => {
    const { execute } = await start();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { headers } = await execute('{ note { text } }', {
      'x-wellspring-actor': 'm-1',
      'x-request-id': 'r-1',
      traceparent,
      cookie: 'a=b',
      'x-other': 'x',
    });
    const sent = notes.requests[0]?.headers;

    expect(headers.get('x-request-id')).toBe('r-1');
    expect(sent).toMatchObject({ 'x-wellspring-actor': 'm-1', 'x-request-id': 'r-1', traceparent });
    expect(Object.keys(sent ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
    expect(Object.keys(sent ?? {})).not.toEqual(expect.arrayContaining(['x-other']));
  });

  test('gives a request an id of its own when the caller has none, or one that could do harm in a log', async () => {
    const { execute } = await start();

    expect((await execute('{ note { text } }')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const { headers } = await execute('{ note { text } }', { 'x-request-id': 'a b"}{' });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('merges how fresh the copies were: one entry a subgraph and view, the oldest wins', async () => {
    const { execute } = await start();
    notes.replicas = [
      { view: 'people.PersonCard', asOf: '2026-03-01T00:00:05.000Z', lagMs: 5 },
      { view: 'people.PersonCard', asOf: '2026-03-01T00:00:01.000Z', lagMs: 9 },
      { view: 'broken' },
    ];
    people.replicas = [{ view: 'people.PersonCard', asOf: '2026-03-01T00:00:03.000Z', lagMs: 1 }];

    expect((await execute('{ notes { author { name } } }')).extensions).toEqual({
      freshness: [
        { subgraph: 'notes', view: 'people.PersonCard', asOf: '2026-03-01T00:00:01.000Z', lagMs: 9 },
        { subgraph: 'people', view: 'people.PersonCard', asOf: '2026-03-01T00:00:03.000Z', lagMs: 1 },
      ],
    });
  });

  test('counts operations and fetches in /metrics', async () => {
    const { execute, get } = await start();
    await execute('{ note { text author { name } } }');
    const metrics = await (await get('/metrics')).text();

    expect(metrics).toContain('wellspring_gateway_operations_total{type="query",outcome="ok"} 1');
    expect(metrics).toContain('wellspring_gateway_operation_seconds_count{type="query",operation="none"} 1');
    expect(metrics).toContain('wellspring_gateway_plan_cache_total{outcome="miss"} 1');
    expect(metrics).toContain('wellspring_gateway_plans 1');
    expect(metrics).toContain('wellspring_gateway_requests_total{route="/graphql",status="200"} 1');
    expect(metrics).toContain('wellspring_gateway_fetches_total{subgraph="notes",outcome="ok"} 1');
    expect(metrics).toContain('wellspring_gateway_fetch_seconds_count{subgraph="people"} 1');
    expect(metrics).toContain('wellspring_gateway_supergraph_loads_total{outcome="loaded"} 1');
  });
});

describe('/metrics', () => {
  test('tells operations apart by name up to a hundred, errors by code, and how fresh copies were', async () => {
    const { execute, get } = await start({ identity: 'none' });
    notes.replicas = [{ view: 'people.PersonCard', asOf: '2026-03-01T00:00:05.000Z', lagMs: 5 }];
    for (let index = 0; index < 102; index += 1) await execute(`query Op${index} { note { text } }`);
    await execute('query Invalid { nothing }');
    await execute('{ person { secret } }');
    await execute('{ note { text } }', { 'x-wellspring-actor': 'm-1' });
    const metrics = await (await get('/metrics')).text();

    const count = 'wellspring_gateway_operation_seconds_count';
    expect(metrics).toContain(`${count}{type="query",operation="Op99"} 1`);
    expect(metrics).toContain(`${count}{type="query",operation="other"} 2`);
    expect(metrics).not.toContain('Op100');
    expect(metrics).not.toContain('"Invalid"');
    for (const code of ['FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'DEVELOPMENT_IDENTITY_REFUSED'])
      expect(metrics).toContain(`wellspring_gateway_errors_total{code="${code}"} 1`);
    expect(metrics).toContain(
      'wellspring_gateway_freshness_seconds_count{subgraph="notes",view="people.PersonCard"} 102',
    );
  });
});

describe('errors', () => {
  test("keep the subgraph's code and place, and name the subgraph", async () => {
    const { execute } = await start();
    const { data, errors } = await execute('{ notes { text author { name secret } } }');

    expect(errors?.[1]).toEqual({
      message: 'Only the person may read this.',
      path: ['notes', 1, 'author', 'secret'],
      extensions: { code: 'FORBIDDEN', hint: 'sign in', service: 'people' },
    });
    expect(data).toMatchObject({ notes: [{}, { text: 'two', author: { name: 'Person 2', secret: null } }] });
  });

  test('nobody meant to show are masked for the client and logged whole under the request id', async () => {
    const { execute, logs } = await start();
    const result = await execute('{ person { name broken } }', { 'x-request-id': 'r-7' });

    expect(result.errors).toEqual([
      {
        message: expect.stringContaining('request id r-7'),
        path: ['person', 'broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'people' },
      },
    ]);
    expect(result.data).toEqual({ person: { name: 'Person 1', broken: null } });
    expect(JSON.stringify(logs.filter(({ requestId }) => requestId === 'r-7'))).toContain('hunter2');
  });

  test('of a body that is not JSON have the form of GraphQL errors', async () => {
    const { gateway } = await start();
    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('a subgraph that does not answer', () => {
  const mixed = '{ note { text } person { name } }';

  test('costs its own fields only, and says which subgraph and why', async () => {
    const { execute, get } = await start();
    await people.stop();

    expect(await execute(mixed)).toMatchObject({
      status: 200,
      data: { note: { text: 'one' }, person: null },
      errors: [
        {
          message: "The subgraph 'people' is unavailable: no connection could be made, or it broke.",
          path: ['person'],
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'people', reason: 'UNREACHABLE' },
        },
      ],
    });
    expect(await (await get('/metrics')).text()).toContain(
      'wellspring_gateway_fetches_total{subgraph="people",outcome="UNREACHABLE"} 1',
    );
  });

  test('is found again when it comes back', async () => {
    const { execute } = await start();
    await execute(mixed);
    await people.stop();
    expect((await execute(mixed)).data).toEqual({ note: { text: 'one' }, person: null });
    await people.restart();

    expect(await execute(mixed)).toMatchObject({ data: { person: { name: 'Person 1' } } });
  });

  test('leaves what came before in the plan: the path names the fields of the one entity that is missing', async () => {
    const { execute } = await start();
    await people.stop();
    const { data, errors } = await execute('{ note { text author { id who: name secret } } }');

    expect(data).toEqual({ note: { text: 'one', author: { id: '1', who: null, secret: null } } });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['note', 'author', 'who'],
      ['note', 'author', 'secret'],
    ]);
  });

  test('gives one error for a list of entities, with the path of the list', async () => {
    const { execute } = await start();
    await people.stop();
    const { data, errors } = await execute('{ notes { text author { name } } }');

    expect(data).toMatchObject({ notes: [{ text: 'one', author: { name: null } }, {}] });
    expect(errors).toMatchObject([
      { path: ['notes'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'people' } },
    ]);
  });

  test('is given up after the time limit for one fetch', async () => {
    const { execute } = await start({ fetchLimits: { ...defaultFetchLimits, timeout: 1_000 } });
    people.behaviour = () => undefined; // never answers

    expect(await execute(mixed)).toMatchObject({
      data: { note: { text: 'one' }, person: null },
      errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'people', reason: 'TIMEOUT' } }],
    });
  });

  test('is given up when its answer begins and does not end', async () => {
    const { execute } = await start({ fetchLimits: { ...defaultFetchLimits, timeout: 1_000 } });
    people.behaviour = (_request, response) => void response.write('{"data":');

    expect((await execute(mixed)).errors).toMatchObject([{ extensions: { reason: 'TIMEOUT' } }]);
  });

  test.each([
    ['503 UNIT_NOT_READY', 503, '{"errors":[{"message":"wait","extensions":{"code":"UNIT_NOT_READY"}}]}', 'NOT_READY'],
    ['another 5xx', 500, '{"errors":[{"message":"db password is hunter2"}]}', 'BAD_ANSWER'],
    ['a page', 200, '<html>hunter2</html>', 'BAD_ANSWER'],
    ['JSON that is no GraphQL response', 200, '{"ok":"hunter2"}', 'BAD_ANSWER'],
    ['a list of errors without messages', 200, '{"errors":[{}]}', 'BAD_ANSWER'],
    ['a redirect', 302, '', 'UNREACHABLE'],
  ])('is one that answers with %s', async (_, status, body, reason) => {
    const { execute } = await start();
    people.behaviour = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' }).end(body);
    };
    const result = await execute(mixed);

    expect(result).toMatchObject({
      data: { note: { text: 'one' }, person: null },
      errors: [{ path: ['person'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'people', reason } }],
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('may refuse an operation with 400 and errors of its own: they pass', async () => {
    const { execute } = await start();
    people.behaviour = (_request, response) => {
      response
        .writeHead(400)
        .end('{"errors":[{"message":"no","extensions":{"code":"BAD_INPUT","http":{"status":418}}}]}');
    };

    expect(await execute(mixed)).toMatchObject({
      status: 200,
      errors: [{ message: 'no', extensions: { code: 'BAD_INPUT', service: 'people' } }],
    });
  });

  test('does not keep the gateway from starting', async () => {
    await Promise.all([people.stop(), notes.stop()]);
    const { readiness, execute } = await start();

    expect(await readiness(200)).toMatchObject({ status: 'ready' });
    expect((await execute(mixed)).errors).toHaveLength(2);
  });
});

describe('addresses', () => {
  test('of subgraphs can be other than the supergraph says', async () => {
    const elsewhere = { ...people, url: 'http://127.0.0.1:1/graphql' };
    const gateway = await startTestGateway([elsewhere, notes], {
      subgraphUrls: new Map([
        ['PEOPLE', people.url],
        ['POEPLE', people.url],
      ]),
    });
    running.push(gateway);

    expect((await gateway.execute('{ person { name } }')).data).toEqual({ person: { name: 'Person 1' } });
    expect(gateway.logs).toContainEqual(expect.objectContaining({ variable: 'SUBGRAPH_URL_POEPLE' }));
  });
});

describe('the development identity', () => {
  test('is refused where it is not believed, and no subgraph hears of it', async () => {
    const { execute } = await start({ identity: 'none' });
    const { status, errors } = await execute('{ note { text } }', { 'x-wellspring-actor': 'm-1' });

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'DEVELOPMENT_IDENTITY_REFUSED' } }]);
    expect(notes.requests).toEqual([]);
    expect(await execute('{ note { text } }')).toMatchObject({ status: 200 });
  });

  test('is no one when the header is empty, and refused when it is not an id', async () => {
    const { execute } = await start();

    expect(await execute('{ note { text } }', { 'x-wellspring-actor': '' })).toMatchObject({ status: 200 });
    expect(notes.requests[0]?.headers).not.toHaveProperty('x-wellspring-actor');
    expect(await execute('{ note { text } }', { 'x-wellspring-actor': 'm 1' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'ACTOR_INVALID' } }],
    });
  });
});

describe('an access token', () => {
  let issuer: TokenIssuer;
  beforeEach(async () => {
    issuer = await startTokenIssuer();
  });
  afterEach(() => issuer.stop());

  test('is checked before anything is planned, and goes on to subgraphs with the request id', async () => {
    const { execute } = await start({ identity: 'token', tokens: issuer.tokens });
    const authorization = `Bearer ${await issuer.sign()}`;
    expect(await execute('{ note { text } }', { authorization, 'x-request-id': 'r-1' })).toMatchObject({ status: 200 });
    expect(notes.requests[0]?.headers).toMatchObject({ authorization, 'x-request-id': 'r-1' });

    const refused = async (token: string, code: string) =>
      expect(await execute('{ note { text } }', { authorization: token })).toMatchObject({
        status: 401,
        errors: [{ extensions: { code } }],
      });
    await refused('Bearer nonsense', 'ACCESS_TOKEN_INVALID');
    await refused('Basic bTE6cHc=', 'ACCESS_TOKEN_INVALID');
    await refused(`Bearer ${await issuer.sign({ aud: 'another' })}`, 'ACCESS_TOKEN_INVALID');
    await refused(`Bearer ${await issuer.sign({ expiresIn: -60 })}`, 'ACCESS_TOKEN_EXPIRED');
    expect(notes.requests).toHaveLength(1);
    expect(await execute('{ note { text } }')).toMatchObject({ status: 200 }); // nobody may ask too
  });

  test('makes the gateway vouch for who acts, to each subgraph by itself, where it has a key', async () => {
    const privateKey = `${'k'.repeat(42)}A`;
    const { execute } = await start({ identity: 'token', tokens: issuer.tokens, privateKey });
    const authorization = `Bearer ${await issuer.sign({ scope: 'a b' })}`;
    await execute('{ note { text } person { name } }', { authorization, 'x-wellspring-gateway': 'of a client' });
    const keys = [gatewayPublicKey(privateKey)];
    for (const { name, requests } of [notes, people]) {
      const token = String(requests[0]?.headers['x-wellspring-gateway']);
      const verifier = new GatewayVerifier({ unit: name, keys, now: () => new Date() });
      expect(await verifier.verify(token)).toMatchObject({
        identity: { actor: { kind: 'member', memberId: 'm1' }, scopes: new Set(['a', 'b']) },
      });
    }
    await (await start()).execute('{ note { text } }', { 'x-wellspring-gateway': 'of a client' });
    expect(notes.requests.at(-1)?.headers).not.toHaveProperty('x-wellspring-gateway');
  });

  test('is left to the subgraphs where the gateway has no keys', async () => {
    const authorization = `Bearer ${await issuer.sign()}`;
    await issuer.stop();
    const { execute } = await start({ identity: 'token', tokens: issuer.tokens });
    expect(await execute('{ note { text } }', { authorization })).toMatchObject({ status: 200 });
    expect(notes.requests[0]?.headers).toMatchObject({ authorization });
    await issuer.restart();
  });

  test('is refused where none is accepted, rather than taken for nobody', async () => {
    const { execute } = await start();
    expect(await execute('{ note { text } }', { authorization: `Bearer ${await issuer.sign()}` })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'ACCESS_TOKEN_INVALID' } }],
    });
    expect(notes.requests).toEqual([]);
  });
});

describe('exploring', () => {
  const introspection = '{ __schema { queryType { name } } }';

  test('in development: introspection, Sandbox on /, GraphiQL with the example operations', async () => {
    const { execute, get, gateway, file } = await start();
    const folder = join(dirname(file), 'operations');
    await mkdir(folder);
    const operations = {
      Another: '# The acting member sees it. \nquery Another { note { text } }',
      Broken: 'query Broken { note {',
      Elsewhere: 'query Elsewhere { nothingOfThisGraph }',
      Note: 'query Note { note { text } }',
    };
    for (const [name, text] of Object.entries(operations)) await writeFile(join(folder, `${name}.graphql`), text);

    expect((await execute(introspection)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect(await (await get('/', { accept: 'text/html' })).text()).toContain('embeddable-sandbox');
    expect(await (await get('/graphiql')).text()).toContain('/graphiql/start.js');
    expect((await get('/graphiql')).headers.get('content-security-policy')).toContain("default-src 'self'");
    const startScript = await (await get('/graphiql/start.js')).text();
    expect(startScript).toContain('query Note { note { text } }');
    expect(startScript).toContain('x-wellspring-actor');
    // First what answers whoever opened the page; what this graph does not have is left out.
    expect([...startScript.matchAll(/query (\w+) \{/g)].map(([, name]) => name)).toEqual(['Note', 'Another']);
    expect((await get('/graphiql/nothing.js')).status).toBe(404);

    // Sandbox sends its operations to the page it was loaded from.
    const fromSandbox = await fetch(new URL('/', gateway.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: introspection }),
    });
    expect(fromSandbox.status).toBe(200);
  });

  test('in production: none of it', async () => {
    const { execute, get } = await start({ exploration: false });

    expect(await execute(introspection)).toMatchObject({
      errors: [{ extensions: { code: 'INTROSPECTION_REFUSED' } }],
    });
    expect(await execute('{ peson { name } }')).toMatchObject({
      errors: [{ message: expect.not.stringContaining('person') }],
    });
    expect((await get('/', { accept: 'text/html' })).status).toBe(404);
    expect((await get('/graphiql')).status).toBe(404);
    expect(await (await get('/graphql', { accept: 'text/html' })).text()).not.toContain('sandbox');
  });

  test('lets the Studio Explorer call in development, and only named origins in production', async () => {
    const preflight = async ({ gateway }: TestGateway, origin: string) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-wellspring-actor',
      };
      return (await fetch(gateway.url, { method: 'OPTIONS', headers })).headers.get('access-control-allow-origin');
    };
    const development = await start();
    const production = await start({ exploration: false, corsOrigins: ['https://app.example.org'] });
    const studio = 'https://studio.apollographql.com';

    expect(await preflight(development, studio)).toBe(studio);
    expect(await preflight(development, 'https://evil.example')).toBeNull();
    expect(await preflight(production, studio)).toBeNull();
    expect(await preflight(production, 'https://app.example.org')).toBe('https://app.example.org');
  });

  test('keeps cross-site request forgery out', async () => {
    const { gateway } = await start();
    const body = JSON.stringify({ query: 'mutation { rename(name: "x") { name } }' });
    const response = await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body });

    expect(response.status).toBe(400);
    expect(people.requests).toEqual([]);
  });
});

describe('stopping', () => {
  test('lets an operation under way end, and takes no more', async () => {
    const gateway = await start();
    let release = (): void => undefined;
    people.behaviour = (_request, response) => {
      release = () => response.end('{"data":{"person":{"name":"late"}}}');
    };
    const underWay = gateway.execute('{ person { name } }');
    await eventually(() => people.requests[0]);
    const stopped = gateway.gateway.stop();
    await expect(gateway.execute('{ note { text } }')).rejects.toThrow();
    release();

    expect((await underWay).data).toEqual({ person: { name: 'late' } });
    await stopped;
  });

  test('says so on /readyz first, and answers on until whoever balances load has seen it', async () => {
    const gateway = await start({ drainDelay: 1_500 });
    const stopped = gateway.gateway.stop();
    await gateway.readiness(503);
    const { status, headers } = await gateway.execute('{ note { text } }');

    expect({ status, connection: headers.get('connection') }).toEqual({ status: 200, connection: 'close' });
    await stopped;
    await expect(gateway.execute('{ note { text } }')).rejects.toThrow();
  });

  test('does not wait longer than the drain limit', async () => {
    const gateway = await start({ drainTimeout: 50 });
    people.behaviour = () => undefined; // never answers
    const underWay = gateway.execute('{ person { name } }').catch(() => 'cut off');
    await eventually(() => people.requests[0]);
    await gateway.gateway.stop();

    expect(await underWay).toBe('cut off');
  });
});
