import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLScalarType } from 'graphql';
import { createFederation, type Federation } from './createFederation.ts';

const done: string[] = [];
const shout = new GraphQLScalarType({ name: 'Shout', serialize: (value) => `${value}!` });
const points = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
];

/** What several subgraphs define: value types, enums, inputs, scalars; what some hide; what each changes. */
const WORLD = {
  places: {
    sdl: `scalar Shout
      type Query { place(id: ID! = "1"): Place places(filter: Filter, first: Int = 2): [Place!]! grid: [[Point!]!]! loud: Shout names(prefix: String!): [String!]! }
      type Mutation { openPlace(name: String!): String! }
      type Point @shareable { x: Int! y: Int! }
      enum Size { SMALL LARGE HUGE @inaccessible }
      input Filter { size: Size  near: Near  names: [String!] = ["a"] }
      input Near { x: Int!  y: Int = 7  secret: Int @inaccessible }
      type Place @key(fields: "id") { id: ID! name(lower: Boolean = false, times: Int = 1): String! size: Size at: Point! hidden: String @inaccessible tag: String! }`,
    resolvers: {
      Shout: shout,
      Query: {
        place: (_: unknown, { id }: { id: string }) => (id === '0' ? null : { id }),
        places: (_: unknown, { filter, first }: { filter?: object; first: number }) =>
          ['1', '2', '3'].slice(0, first).map((id) => ({ id, tag: JSON.stringify(filter ?? null) })),
        grid: () => [points, [], points.slice(1)],
        loud: () => 'hey',
        names: (_: unknown, { prefix }: { prefix: string }) => [`${prefix}1`, `${prefix}2`],
      },
      Mutation: {
        openPlace: (_: unknown, { name }: { name: string }) => {
          done.push(`open ${name}`);
          return done.join(', ');
        },
      },
      Place: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id }: { id: string }, { lower, times }: { lower: boolean; times: number }) =>
          (lower ? `place ${id}` : `Place ${id}`).repeat(times),
        size: ({ id }: { id: string }) => ({ 1: 'SMALL', 2: 'LARGE', 3: 'HUGE' })[id],
        at: () => points[0],
        tag: ({ tag }: { tag?: string }) => tag ?? 'none',
      },
    },
  },
  weather: {
    sdl: `type Query { sky: Point! stormy(size: Size): Boolean! }
      type Mutation { rain(where: ID!): String! }
      type Point @shareable { x: Int! y: Int! }
      enum Size { SMALL LARGE HUGE @inaccessible }
      type Place @key(fields: "id") { id: ID! wind(unit: Unit = KMH): Float! worst: String must: String! storms: [Storm!]! soft: [Storm] }
      enum Unit { KMH KNOTS }
      type Storm { year: Int! name: String! broken: String }`,
    resolvers: {
      Query: {
        sky: () => ({ x: 9, y: 9 }),
        stormy: (_: unknown, { size }: { size?: string }) => size === 'LARGE',
      },
      Mutation: {
        rain: (_: unknown, { where }: { where: string }) => {
          done.push(`rain ${where}`);
          return done.join(', ');
        },
      },
      Place: {
        wind: ({ id }: { id: string }, { unit }: { unit: string }) => (unit === 'KMH' ? 10 : 5.4) * Number(id),
        worst: ({ id }: { id: string }) => {
          if (id === '2') throw new Error('no record');
          return `worst ${id}`;
        },
        must: ({ id }: { id: string }) => (id === '2' ? null : `must ${id}`),
        storms: ({ id }: { id: string }) => [{ year: 1_900 + Number(id), name: 'S' }],
        soft: () => [null, { year: 1, name: 'T' }],
      },
      Storm: {
        broken: () => {
          throw new Error('broken');
        },
      },
    },
  },
};

type Case = readonly [what: string, text: string, data: object, variables?: object];
const CASES: readonly Case[] = [
  ['a default of an argument', '{ place { name } }', { place: { name: 'Place 1' } }],
  ['a value for it', '{ place(id: "2") { name } }', { place: { name: 'Place 2' } }],
  ['null where an entity would be', '{ place(id: "0") { name wind } }', { place: null }],
  [
    'aliases with arguments',
    '{ place { a: name(lower: true) b: name(times: 2) } }',
    { place: { a: 'place 1', b: 'Place 1Place 1' } },
  ],
  [
    'aliases of an entity field with arguments',
    '{ place { a: wind b: wind(unit: KNOTS) } }',
    { place: { a: 10, b: 5.4 } },
  ],
  ['an enum as a variable', 'query ($u: Unit) { place { wind(unit: $u) } }', { place: { wind: 5.4 } }, { u: 'KNOTS' }],
  [
    'a variable without a value: the default of the argument',
    'query ($u: Unit) { place { wind(unit: $u) } }',
    { place: { wind: 10 } },
  ],
  ['the default of a variable', 'query ($u: Unit = KNOTS) { place { wind(unit: $u) } }', { place: { wind: 5.4 } }],
  ['a value type of two subgraphs, from the one', '{ place { at { x y } } }', { place: { at: { x: 1, y: 2 } } }],
  [
    'a value type of two subgraphs, from both',
    '{ sky { x } place { at { y } } }',
    { sky: { x: 9 }, place: { at: { y: 2 } } },
  ],
  ['lists of lists', '{ grid { x } }', { grid: [[{ x: 1 }, { x: 3 }], [], [{ x: 3 }]] }],
  ['a custom scalar', '{ loud }', { loud: 'hey!' }],
  [
    'scalars in a list, a variable in an argument',
    'query ($p: String!) { names(prefix: $p) }',
    { names: ['n1', 'n2'] },
    { p: 'n' },
  ],
  ['an enum of both', '{ stormy(size: LARGE) }', { stormy: true }],
  ['an enum value', '{ place(id: "2") { size } }', { place: { size: 'LARGE' } }],
  [
    'variables inside an input, and its defaults',
    'query ($x: Int!) { places(filter: { near: { x: $x } }, first: 1) { tag } }',
    { places: [{ tag: '{"near":{"x":3,"y":7},"names":["a"]}' }] },
    { x: 3 },
  ],
  [
    'an input as a variable',
    'query ($f: Filter) { places(filter: $f, first: 1) { tag } }',
    { places: [{ tag: '{"size":"LARGE","names":[]}' }] },
    { f: { size: 'LARGE', names: [] } },
  ],
  [
    'a variable that is not given is not there',
    'query ($f: Filter) { places(filter: $f, first: 1) { tag } }',
    { places: [{ tag: 'null' }] },
  ],
  [
    'skip by a variable',
    'query ($s: Boolean!) { place { id wind @skip(if: $s) } }',
    { place: { id: '1' } },
    { s: true },
  ],
  [
    'include by a variable',
    'query ($s: Boolean!) { place { id wind @include(if: $s) } }',
    { place: { id: '1', wind: 10 } },
    { s: true },
  ],
  [
    'skip of a fragment',
    'query ($s: Boolean!) { place { id ... @skip(if: $s) { wind } } }',
    { place: { id: '1' } },
    { s: true },
  ],
  [
    'skip and include',
    'query ($s: Boolean!) { place { id wind @skip(if: $s) @include(if: $s) } }',
    { place: { id: '1' } },
    { s: true },
  ],
  ['nothing but what is skipped', 'query ($s: Boolean!) { place { wind @skip(if: $s) } }', { place: {} }, { s: true }],
  [
    'introspection beside data',
    '{ __type(name: "Place") { name } place { id } }',
    { __type: { name: 'Place' }, place: { id: '1' } },
  ],
  [
    'an enum value that is hidden is not told',
    '{ __type(name: "Size") { enumValues { name } } }',
    { __type: { enumValues: [{ name: 'SMALL' }, { name: 'LARGE' }] } },
  ],
  [
    'an input field that is hidden is not told',
    '{ __type(name: "Near") { inputFields { name } } }',
    { __type: { inputFields: [{ name: 'x' }, { name: 'y' }] } },
  ],
  [
    '__typename of values and entities',
    '{ __typename place { __typename at { __typename } storms { __typename } } }',
    {
      __typename: 'Query',
      place: { __typename: 'Place', at: { __typename: 'Point' }, storms: [{ __typename: 'Storm' }] },
    },
  ],
  [
    'a list of entities, each from both',
    '{ places { name wind } }',
    {
      places: [
        { name: 'Place 1', wind: 10 },
        { name: 'Place 2', wind: 20 },
      ],
    },
  ],
  [
    'objects of the second in a list of the first',
    '{ places { storms { year } } }',
    { places: [{ storms: [{ year: 1901 }] }, { storms: [{ year: 1902 }] }] },
  ],
  ['null within a list', '{ place { soft { name } } }', { place: { soft: [null, { name: 'T' }] } }],
  [
    'one field by two fragments',
    '{ place { ...A ...B } } fragment A on Place { at { x } } fragment B on Place { at { y } }',
    { place: { at: { x: 1, y: 2 } } },
  ],
  ['a fragment that comes first', 'fragment A on Place { wind } { place { ...A } }', { place: { wind: 10 } }],
];

const HIDDEN: readonly (readonly [string, string])[] = [
  ['a field', '{ place { hidden } }'],
  ['an enum value', '{ stormy(size: HUGE) }'],
  ['an input field', '{ places(filter: { near: { x: 1, secret: 2 } }) { id } }'],
];

describe.each(['hive', 'apollo'] as const)('values, planned by %s', (planner) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await createFederation(WORLD, planner);
  });
  afterAll(() => federation?.close());

  test.each(CASES)('%s', async (_, text, data, ...[variables]) => {
    expect(await federation.execute(text, variables)).toEqual(data);
  });

  test.each(HIDDEN)('what is @inaccessible cannot be asked for: %s', async (_, text) => {
    await expect(federation.execute(text)).rejects.toThrow(/hidden|HUGE|secret/);
  });

  test('an enum value that is hidden is null, with an error that does not name it', async () => {
    const { data, errors } = await federation.answer('{ place(id: "3") { id size } }');
    expect(data).toEqual({ place: { id: '3', size: null } });
    expect(JSON.stringify(errors)).not.toContain('HUGE');
  });

  test('an error of an entity field has its path, and costs that field', async () => {
    const { data, errors } = await federation.answer('{ places { id w: worst } }');
    expect(data).toEqual({
      places: [
        { id: '1', w: 'worst 1' },
        { id: '2', w: null },
      ],
    });
    expect(errors).toMatchObject([{ message: 'no record', path: ['places', 1, 'w'] }]);
  });

  test('null where there must be a value makes its parent null, over the border of subgraphs', async () => {
    const one = await federation.answer('{ place(id: "2") { id must } }');
    expect(one).toMatchObject({ data: { place: null }, errors: [{ path: ['place', 'must'] }] });
    const list = await federation.answer('{ places { id must } }');
    expect(list.data).toBeNull();
    expect(list.errors).toMatchObject([{ path: ['places', 1, 'must'] }]);
  });

  test('errors in lists below an entity name every index', async () => {
    const { data, errors } = await federation.answer('{ places { storms { year broken } } }');
    expect(data).toEqual({ places: [1901, 1902].map((year) => ({ storms: [{ year, broken: null }] })) });
    expect(errors.map(({ path }) => path)).toEqual([0, 1].map((index) => ['places', index, 'storms', 0, 'broken']));
  });

  test('mutations happen one after the other, in the order they are written, over both subgraphs', async () => {
    done.length = 0;
    const text = 'mutation { a: rain(where: "1") b: openPlace(name: "x") c: rain(where: "2") d: openPlace(name: "y") }';
    expect(await federation.execute(text)).toEqual({
      a: 'rain 1',
      b: 'rain 1, open x',
      c: 'rain 1, open x, rain 2',
      d: 'rain 1, open x, rain 2, open y',
    });
  });

  test('of several operations in a document one is chosen by name', async () => {
    const text = 'query A { sky { x } } fragment F on Place { wind } query B { place { ...F } }';
    expect((await federation.answer(text, {}, 'B')).data).toEqual({ place: { wind: 10 } });
    expect((await federation.answer(text, {}, 'A')).data).toEqual({ sky: { x: 9 } });
  });
});
