import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { eventually } from './testing/eventually.ts';
import { startSubgraph, type TestSubgraph } from './testing/startSubgraph.ts';
import { startTestGateway, type TestGateway } from './testing/startTestGateway.ts';

// An operation that takes a planner many seconds: a union of many types within itself, each field in many subgraphs.

const TYPES = 7;
const SUBGRAPHS = 11;
const range = (length: number) => Array.from({ length }, (_, index) => index);

function sdlOf(own: number): string {
  const shared = range(SUBGRAPHS).filter((index) => index !== own);
  const fields = shared.map((index) => `x${index}: Int @shareable`).join(' ');
  const types = range(TYPES).map((type) => `type T${type} @key(fields: "id") { id: ID! next: U @shareable ${fields} }`);
  const union = `union U = ${range(TYPES)
    .map((type) => `T${type}`)
    .join(' | ')}`;
  return `${own === 0 ? 'type Query { start: U }' : ''} ${union} ${types.join('\n')}`;
}

/** Objects have names of their own: validation compares selections that share one, and has a limit of its own for that. */
function selection(depth: number): string {
  const fields = range(SUBGRAPHS).map((index) => `x${index}`);
  const inner = (type: number): string => (depth === 0 ? '' : `t${type}: next ${selection(depth - 1)}`);
  const ofType = (type: number): string => `... on T${type} { ${fields.join(' ')} ${inner(type)} }`;
  return `{ ${range(TYPES).map(ofType).join(' ')} }`;
}
const HARD = `{ start ${selection(2)} }`;
/** Much less than the planners take; ms. */
const TIMEOUT = 800;

describe.each(['hive', 'apollo'] as const)('an operation that is too hard to plan, for %s', (planner) => {
  let first: TestSubgraph;
  let gateway: TestGateway;
  beforeAll(async () => {
    first = await startSubgraph('s0', sdlOf(0), {
      Query: { start: () => ({ __typename: 'T1', id: '1' }) },
      T1: { x1: () => 1 },
    });
    const LINK =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])\n';
    const others = range(SUBGRAPHS - 1).map((index) => ({
      name: `s${index + 1}`,
      url: first.url,
      typeDefs: parse(LINK + sdlOf(index + 1)),
    }));
    gateway = await startTestGateway([first, ...others], {
      planner,
      planningTimeout: TIMEOUT,
    });
  }, 120_000);
  afterAll(async () => {
    await gateway?.stop();
    await first?.stop();
  });

  test('is given up in time, with a code, and nobody else waits for it', async () => {
    const known = '{ start { ... on T1 { id x1 } } }';
    const answer = { data: { start: { id: '1', x1: 1 } } };
    // On a busy machine even an easy one may need more time than there is.
    await eventually(async () => (await gateway.execute(known)).data ?? undefined, 60_000);
    let pending = true;
    // More than there are threads for them.
    const hard = Promise.all([1, 2, 3, 4].map((index) => gateway.execute(`query Q${index} ${HARD}`))).finally(() => {
      pending = false;
    });
    let answered = 0;
    while (pending) {
      expect(await gateway.execute(known)).toMatchObject(answer);
      if (pending) answered += 1;
    }
    for (const { data, errors } of await hard) {
      expect(data ?? null).toBeNull();
      expect(errors?.map(({ message, extensions }) => `${extensions.code} ${message}`)).toEqual([
        `PLANNING_TIMEOUT No plan was found within ${TIMEOUT} ms.`,
      ]);
    }
    expect(answered).toBeGreaterThan(0);
    // What is new is planned, too, as soon as somebody has time for it.
    const planned = await eventually(
      async () => (await gateway.execute('{ again: start { ... on T1 { x1 id } } }')).data ?? undefined,
      60_000,
    );
    expect(planned).toEqual({ again: { x1: 1, id: '1' } });
  }, 120_000);
});
