import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { GatewayConfig } from './config/GatewayConfig.ts';
import { defaultFetchLimits, type FetchLimits } from './execution/fetch/FetchLimits.ts';
import { eventually } from './testing/eventually.ts';
import { type Library, startLibrary } from './testing/startLibrary.ts';
import { composed, startTestGateway, type TestGateway } from './testing/startTestGateway.ts';

let library: Library;
let gateway: TestGateway;

beforeEach(async () => {
  library = await startLibrary();
});
afterEach(async () => {
  await gateway.stop();
  await library.stop();
});

const start = async (limits: Partial<FetchLimits> = {}, config: Partial<GatewayConfig> = {}) => {
  const fetchLimits = { ...defaultFetchLimits, ...limits };
  gateway = await startTestGateway([library.books, library.people], { fetchLimits, ...config });
};
const answerMe = (response: ServerResponse) => void response.end('{"data":{"me":{"name":"late"}}}');
const metric = async (line: string): Promise<number> => {
  const text = await (await gateway.get('/metrics')).text();
  return Number(
    text
      .split('\n')
      .find((found) => found.startsWith(`${line} `))
      ?.split(' ')[1] ?? 0,
  );
};
/** Holds requests of people; `release` answers them all. */
const hold = () => {
  const held: ServerResponse[] = [];
  const closed: ServerResponse[] = [];
  library.people.behaviour = (_request: IncomingMessage, response) => {
    held.push(response);
    response.once('close', () => response.writableFinished || closed.push(response));
  };
  return { held, closed, release: () => held.splice(0).forEach(answerMe) };
};

test('a query whose connection breaks is sent again; a mutation is not', async () => {
  await start();
  let broken = 2;
  library.people.behaviour = (_request, response) => {
    if (broken-- > 0) response.destroy();
    else answerMe(response);
  };
  expect((await gateway.execute('{ me { name } }')).data).toEqual({ me: { name: 'late' } });
  expect(library.people.requests).toHaveLength(3);
  expect(await metric('wellspring_gateway_fetch_retries_total{subgraph="people"}')).toBe(2);

  broken = 2;
  expect(await gateway.execute('mutation { rename(name: "x") { name } }')).toMatchObject({
    data: { rename: null },
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', reason: 'UNREACHABLE' } }],
  });
  expect(library.people.requests).toHaveLength(4);
});

test('a mutation is sent again where nothing can have been done: no connection, or a unit that is not ready yet', async () => {
  await start({ retries: 10 });
  const mutation = 'mutation { rename(name: "x") { name } }';
  let refused = 1;
  library.people.behaviour = (_request, response) => {
    if (refused-- > 0)
      response.writeHead(503).end('{"errors":[{"message":"wait","extensions":{"code":"UNIT_NOT_READY"}}]}');
    else response.end('{"data":{"rename":{"name":"x"}}}');
  };
  expect((await gateway.execute(mutation)).data).toEqual({ rename: { name: 'x' } });
  expect(library.people.requests).toHaveLength(2);
  expect(await metric('wellspring_gateway_fetch_retries_total{subgraph="people"}')).toBe(1);

  // Who refuses for another reason may have begun.
  library.people.behaviour = (_request, response) => void response.writeHead(503).end('upstream reset');
  expect(await gateway.execute(mutation)).toMatchObject({ errors: [{ extensions: { reason: 'NOT_READY' } }] });
  expect(library.people.requests).toHaveLength(3);

  library.people.behaviour = undefined;
  await library.people.stop();
  const answer = gateway.execute(mutation);
  await eventually(
    async () => (await metric('wellspring_gateway_fetch_retries_total{subgraph="people"}')) > 1 || undefined,
  );
  await library.people.restart();
  expect((await answer).data).toEqual({ rename: { name: 'x' } });
  expect(library.people.requests).toHaveLength(4);
});

test('what takes too long is not sent again', async () => {
  await start({ timeout: 300 });
  hold();
  expect(await gateway.execute('{ me { name } }')).toMatchObject({ errors: [{ extensions: { reason: 'TIMEOUT' } }] });
  expect(library.people.requests).toHaveLength(1);
});

test('the breaker opens after ten failures, answers at once, and closes when the subgraph is back', async () => {
  await start({ retries: 0, breakerOpenFor: 500 });
  await library.people.stop();
  const reasons: unknown[] = [];
  for (let time = 0; time < 11; time += 1)
    reasons.push((await gateway.execute('{ me { name } }')).errors?.[0]?.extensions.reason);
  expect(reasons).toEqual([...Array(10).fill('UNREACHABLE'), 'CIRCUIT_OPEN']);
  expect(await metric('wellspring_gateway_breaker_state{subgraph="people"}')).toBe(2);

  // A new supergraph does not forget what is known of a subgraph.
  await gateway.replaceSupergraph(`${composed([library.books, library.people])}\n# another`);
  await eventually(
    async () => (await metric('wellspring_gateway_supergraph_loads_total{outcome="loaded"}')) === 2 || undefined,
  );
  await library.people.restart();
  await eventually(async () => ((await gateway.execute('{ me { name } }')).errors === undefined ? true : undefined));
  expect(await metric('wellspring_gateway_breaker_state{subgraph="people"}')).toBe(0);
  expect(await metric('wellspring_gateway_breaker_changes_total{subgraph="people",to="open"}')).toBeGreaterThan(0);
  expect(await metric('wellspring_gateway_breaker_changes_total{subgraph="people",to="closed"}')).toBe(1);
});

test('as many fetches as may go on at a time, as many as may wait, and the next is refused', async () => {
  await start({ concurrency: 2, queue: 1 }, { shareFetches: false });
  const { held, release } = hold();
  const first = [1, 2].map(() => gateway.execute('{ me { name } }'));
  await eventually(() => (held.length === 2 ? true : undefined));
  const rest = [3, 4].map(() => gateway.execute('{ me { name } }'));
  // Which of the two came first is not known: one waits, the other is refused.
  const refused = await Promise.race(rest);
  expect(refused).toMatchObject({
    data: { me: null },
    errors: [{ path: ['me'], extensions: { code: 'SUBGRAPH_BUSY', service: 'people', reason: 'QUEUE_FULL' } }],
  });
  expect(held).toHaveLength(2);
  release();
  await Promise.all(first);
  await eventually(() => (held.length === 1 ? true : undefined));
  release();
  const names = (await Promise.all([...first, ...rest])).map(({ data }) => data?.me);
  expect(names.filter((me) => me === null)).toHaveLength(1);
});

test('limits can differ by subgraph', async () => {
  await start({ timeout: 20_000 }, { fetchLimitsOf: new Map([['PEOPLE', { timeout: 200 }]]) });
  hold();
  expect(await gateway.execute('{ me { name } }')).toMatchObject({ errors: [{ extensions: { reason: 'TIMEOUT' } }] });
});

test('at its deadline an operation is answered with what is there, and asks nobody any more', async () => {
  await start({}, { operationTimeout: 700 });
  library.books.behaviour = (_request, response) => {
    setTimeout(() => response.end('{"data":{"book":{"title":"One","author":{"__typename":"Person","id":"1"}}}}'), 100);
  };
  const { closed } = hold();
  const { data, errors } = await gateway.execute('{ book { title author { id name } } }');
  expect(data).toEqual({ book: { title: 'One', author: { id: '1', name: null } } });
  expect(errors).toMatchObject([
    {
      path: ['book', 'author', 'name'],
      extensions: { code: 'SUBGRAPH_TIMEOUT', service: 'people', reason: 'DEADLINE' },
    },
  ]);
  await eventually(() => closed[0]);
});

test('equal queries of one actor at one time are one request, and one of them going away takes nothing from the other', async () => {
  await start();
  const { held, closed, release } = hold();
  const leaving = new AbortController();
  const post = (signal?: AbortSignal, actor = 'm-1') =>
    fetch(gateway.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-wellspring-actor': actor },
      body: '{"query":"{ me { name } }"}',
      ...(signal === undefined ? {} : { signal }),
    });
  const left = post(leaving.signal).catch(() => 'left');
  await eventually(() => held[0]);
  const stays = post();
  const another = post(undefined, 'm-2');
  await eventually(() => (held.length === 2 ? true : undefined));
  leaving.abort();
  expect(await left).toBe('left');
  await eventually(async () => gateway.logs.find(({ msg }) => msg === 'client went away'));
  release();
  expect(await (await stays).json()).toMatchObject({ data: { me: { name: 'late' } } });
  expect((await another).status).toBe(200);
  expect(library.people.requests).toHaveLength(2);
  expect(closed).toEqual([]);
});

test('a client that goes away cancels its queries down to the subgraph; its mutations are done, one after the other', async () => {
  await start();
  const { held, closed } = hold();
  const post = async (query: string) => {
    const leaving = new AbortController();
    const answer = fetch(gateway.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    }).catch(() => 'left');
    await eventually(() => held[0]);
    leaving.abort();
    expect(await answer).toBe('left');
  };
  await post('{ book { title author { name } } }');
  await eventually(() => closed[0]);
  held.length = 0;

  await post('mutation { rename(name: "x") { name } sell(title: "t") { title } }');
  await eventually(() =>
    gateway.logs.filter(({ msg }) => msg === 'client went away').length === 2 ? true : undefined,
  );
  expect(library.books.requests).toHaveLength(1);
  held[0]?.end('{"data":{"rename":{"name":"x"}}}');
  await eventually(() => library.books.requests[1]);
  expect(closed).toHaveLength(1);
});

test('with pipelining queries follow one another on one connection; a mutation has one of its own', async () => {
  await start({ concurrency: 8, pipelining: 8 });
  const { held } = hold();
  const sockets = new Set<unknown>();
  const { behaviour } = library.people;
  library.people.behaviour = (request, response) => {
    sockets.add(request.socket);
    behaviour?.(request, response);
  };
  const queries = ['a', 'b', 'c'].map((alias) => gateway.execute(`{ ${alias}: me { name } }`));
  await eventually(() => (held.length === 3 ? true : undefined));
  expect(sockets.size).toBe(1);
  // It waits for none of them, and none follows it before its answer is whole: it would be sent again once that one is given up.
  const mutation = gateway.execute('mutation { rename(name: "x") { name } }');
  const changing = await eventually(() => held[3]);
  held.pop();
  changing.write('{"data":');
  const last = gateway.execute('{ d: me { name } }');
  await eventually(() => (held.length === 4 ? true : undefined));
  expect(sockets.size).toBe(2);
  expect(held.map(({ socket }) => socket)).not.toContain(changing.socket);
  for (const [index, response] of held.splice(0).entries())
    response.end(JSON.stringify({ data: { ['abcd'[index] as string]: { name: 'late' } } }));
  expect((await Promise.all([...queries, last])).map(({ data }) => data)).toEqual(
    ['a', 'b', 'c', 'd'].map((alias) => ({ [alias]: { name: 'late' } })),
  );
  changing.end('{"rename":{"name":"x"}}}');
  expect((await mutation).data).toEqual({ rename: { name: 'x' } });
});
