import { composeServices } from '@apollo/composition';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { createPlanner } from './plan/createPlanner.ts';
import type { Plan } from './plan/Plan.ts';
import { PlanningFailed } from './plan/PlanningFailed.ts';
import type { QueryPlanner } from './plan/QueryPlanner.ts';
import { SupergraphExecutor } from './SupergraphExecutor.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires"])';

/** Two ask for the same field with other arguments than the client's. */
const SIZES = {
  boxes: `${LINK} type Query { box: Box } type Box @key(fields: "id") { id: ID! size(unit: String!): Int }`,
  labels: `${LINK} type Box @key(fields: "id") {
    id: ID! size(unit: String!): Int @external
    inches: String @requires(fields: "size(unit: \\"inch\\")")
    metres: String @requires(fields: "size(unit: \\"metre\\")")
  }`,
};

function compose(subgraphs: Readonly<Record<string, string>>): string {
  const composed = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (composed.errors !== undefined) throw new Error(composed.errors.join('\n'));
  return composed.supergraphSdl;
}

const open: SupergraphExecutor[] = [];
afterAll(() => Promise.all(open.map((executor) => executor.close())));

function executorOf(supergraphSdl: string, planner: QueryPlanner): SupergraphExecutor {
  const executor = new SupergraphExecutor(supergraphSdl, planner);
  open.push(executor);
  return executor;
}

function requestOf(text: string) {
  const document = parse(text);
  return { document, operation: document.definitions[0] as never, operationName: undefined, key: text, variables: {} };
}

describe.each(['hive', 'apollo'] as const)('an executor with the planner of %s', (planner) => {
  const sdl = compose(SIZES);
  const executor = executorOf(sdl, createPlanner(sdl, { planner, planningTimeout: 60_000 }));

  const execute = (text: string) =>
    executor.execute(requestOf(text), async (service, body) => {
      const { query, variables } = JSON.parse(body);
      return { data: answer(service, query, variables), errors: [] };
    });

  // Apollo's planner takes one value for all.
  const onlyByHive = planner === 'hive' ? test : test.failing;
  onlyByHive(
    'a field that another requires with an argument, and the client with another, is each one’s own',
    async () => {
      const { data, errors } = await execute('{ box { size(unit: "mm") metres } }');
      expect(errors).toEqual([]);
      expect(JSON.parse(data ?? '')).toEqual({ box: { size: 2, metres: '"5" of metre' } });
    },
  );

  onlyByHive('a field that two others require with different arguments is each one’s own', async () => {
    const { data } = await execute('{ box { inches metres } }');
    expect(JSON.parse(data ?? '')).toEqual({ box: { inches: '"4" of inch', metres: '"5" of metre' } });
  });
});

/** Answers by the operation's own selection: what a subgraph of this schema would. */
function answer(_service: string, query: string, variables: Record<string, unknown>) {
  const [operation] = parse(query).definitions as never as [{ selectionSet: { selections: Selection[] } }];
  interface Selection {
    readonly kind: string;
    readonly name?: { value: string };
    readonly alias?: { value: string };
    readonly arguments?: readonly {
      name: { value: string };
      value: { kind: string; value?: string; name?: { value: string } };
    }[];
    readonly selectionSet?: { selections: Selection[] };
  }
  const select = (set: Selection[], representation: Record<string, unknown>): Record<string, unknown> =>
    Object.assign(
      {},
      ...set.map((selection) => {
        if (selection.kind === 'InlineFragment')
          return select(selection.selectionSet?.selections ?? [], representation);
        const name = selection.name?.value ?? '';
        const given = selection.arguments?.[0]?.value;
        const unit = given?.kind === 'Variable' ? variables[given.name?.value ?? ''] : given?.value;
        const value =
          name === '__typename'
            ? 'Box'
            : name === 'id'
              ? '1'
              : name === 'size'
                ? String(unit).length
                : `"${representation.size}" of ${name === 'inches' ? 'inch' : 'metre'}`;
        return { [(selection.alias ?? selection.name)?.value ?? '']: value };
      }),
    );
  return Object.fromEntries(
    operation.selectionSet.selections.map(({ name, alias, selectionSet, arguments: given }) => {
      const key = (alias ?? name)?.value ?? '';
      const set = selectionSet?.selections ?? [];
      if (name?.value !== '_entities') return [key, select(set, {})];
      const variable = given?.[0]?.value.name?.value ?? '';
      return [key, (variables[variable] as Record<string, unknown>[]).map((item) => select(set, item))];
    }),
  );
}

describe('an executor that takes over', () => {
  const sdl = compose(SIZES);
  const planned: string[] = [];
  const counting: QueryPlanner = {
    name: 'hive',
    plan: async (text): Promise<Plan> => {
      planned.push(text);
      if (text.includes('metres')) throw new PlanningFailed('PLANNING_FAILED', 'no plan');
      return { node: undefined };
    },
    close: async () => undefined,
  };

  test('plans once for texts that come to the same, and again for a new supergraph before it is asked', async () => {
    const first = executorOf(sdl, counting);
    const send = async () => ({ data: null, errors: [] });
    await first.execute(requestOf('{ box { size(unit: "a") } }'), send);
    await first.execute(requestOf('{ box { size(unit: "b") } }'), send);
    expect(planned).toHaveLength(1);

    const second = executorOf(sdl, counting);
    await second.warm(first.recent(), 60_000);
    expect(planned).toHaveLength(2);
    await second.execute(requestOf('{ box { size(unit: "c") } }'), send);
    expect(planned).toHaveLength(2);
  });

  test('leaves out what the new supergraph does not have, and what cannot be planned', async () => {
    const before = planned.length;
    await executorOf(sdl, counting).warm(['{ gone }', '{ box { metres } }', '{ box { id } }'], 60_000);
    expect(planned.slice(before).sort()).toEqual(['{ box { id } }', '{ box { metres } }']);
  });
});

test('while a very large answer is put together, others have their turn', async () => {
  const sdl = compose({
    shelves: `${LINK} type Query { books: [Book!]! } type Book @key(fields: "id") { id: ID! }`,
    titles: `${LINK} type Book @key(fields: "id") { id: ID! title: String! tags: [String!]! }`,
  });
  const executor = executorOf(sdl, createPlanner(sdl, { planner: 'hive', planningTimeout: 60_000 }));
  const books = Array.from({ length: 100_000 }, (_, id) => ({ __typename: 'Book', id: String(id) }));
  let turns = 0;
  let over = false;
  const count = (): void => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  const { data } = await executor.execute(
    requestOf('{ books { id title tags } }'),
    async (_service, _body, _query, entities) => {
      // Turns are counted from the last answer on.
      if (entities === 0) return { data: { books: books.map((book) => ({ ...book })) }, errors: [], size: 5_000_000 };
      setImmediate(count);
      return {
        data: { _entities: books.map(({ id }) => ({ title: `Book ${id}`, tags: ['a'] })) },
        errors: [],
        size: 5_000_000,
      };
    },
  );
  over = true;
  expect(data?.slice(0, 61)).toBe('{"books":[{"id":"0","title":"Book 0","tags":["a"]},{"id":"1",');
  expect(JSON.parse(data ?? '').books).toHaveLength(books.length);
  expect(turns).toBeGreaterThan(2);
});
