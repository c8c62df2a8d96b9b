import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createFederation, type Federation } from './createFederation.ts';

interface Reference {
  readonly id: string;
  readonly price?: number;
}

/** Two keys, chained: the catalog knows ids and codes, prices only codes, reviews only ids. */
const SHOP = {
  catalog: {
    sdl: `type Query { books: [Book!]! book(id: ID!): Book none: [Book!]! }
      type Book @key(fields: "id") @key(fields: "code") { id: ID! code: String! title(upper: Boolean = false): String! }`,
    resolvers: {
      Query: {
        books: () => [bookOf('1'), bookOf('2'), bookOf('1')],
        book: (_: unknown, { id }: Reference) => (id === '9' ? null : bookOf(id)),
        none: () => [],
      },
      Book: {
        __resolveReference: ({ id, code }: { id?: string; code?: string }) => bookOf(id ?? code?.slice(1) ?? ''),
        title: ({ id }: Reference, { upper }: { upper: boolean }) => (upper ? `BOOK ${id}` : `Book ${id}`),
      },
    },
  },
  prices: {
    sdl: 'type Book @key(fields: "code") { code: String! price: Int }',
    resolvers: {
      Book: {
        __resolveReference: ({ code }: { code: string }) =>
          code === 'b7' ? null : { code, price: Number(code.slice(1)) * 10 },
      },
    },
  },
  reviews: {
    sdl: `type Query { review: Review! latest: [Node!]! } interface Node { id: ID! }
      type Review implements Node { id: ID! of: Book! }
      type Book implements Node @key(fields: "id") { id: ID! reviews: [Review!]! price: Int @external dear: Boolean @requires(fields: "price") }`,
    resolvers: {
      Query: {
        review: () => ({ id: 'r3', of: { id: '3' } }),
        latest: () => [
          { __typename: 'Review', id: 'r4', of: { id: '4' } },
          { __typename: 'Book', id: '5' },
        ],
      },
      Review: { of: ({ of }: { of: object }) => of },
      Book: {
        __resolveReference: (reference: Reference) => reference,
        reviews: ({ id }: Reference) => [{ id: `r${id}`, of: { id } }],
        dear: ({ price }: Reference) => (price === undefined || price === null ? null : price > 15),
      },
    },
  },
};

function bookOf(id: string) {
  return { id, code: `b${id}` };
}

const CASES: readonly (readonly [what: string, text: string, data: object, variables?: object])[] = [
  ['a field of the first subgraph', '{ book(id: "1") { title } }', { book: { title: 'Book 1' } }],
  ['another subgraph by another key', '{ book(id: "2") { price } }', { book: { price: 20 } }],
  ['keys chained through a third subgraph', '{ review { of { price } } }', { review: { of: { price: 30 } } }],
  ['@requires of a field from elsewhere', '{ book(id: "1") { dear } }', { book: { dear: false } }],
  ['@requires over a chain of keys', '{ review { of { dear } } }', { review: { of: { dear: true } } }],
  ['an entity that a subgraph does not know', '{ book(id: "7") { id price } }', { book: { id: '7', price: null } }],
  ['null where an entity would be', '{ book(id: "9") { price } }', { book: null }],
  ['an empty list', '{ none { price } }', { none: [] }],
  ['the same entity twice', '{ books { price } }', { books: [{ price: 10 }, { price: 20 }, { price: 10 }] }],
  [
    'aliases with arguments',
    '{ book(id: "1") { a: title b: title(upper: true) } }',
    { book: { a: 'Book 1', b: 'BOOK 1' } },
  ],
  ['a variable in an argument', 'query ($id: ID!) { book(id: $id) { price } }', { book: { price: 40 } }, { id: '4' }],
  [
    'a skipped field',
    'query ($no: Boolean!) { book(id: "1") { id price @skip(if: $no) } }',
    { book: { id: '1' } },
    { no: true },
  ],
  [
    'an included fragment',
    'query ($yes: Boolean!) { book(id: "1") { id ... @include(if: $yes) { price } } }',
    { book: { id: '1', price: 10 } },
    { yes: true },
  ],
  [
    '__typename everywhere',
    '{ __typename book(id: "1") { __typename price } }',
    { __typename: 'Query', book: { __typename: 'Book', price: 10 } },
  ],
  [
    'fragments on an interface',
    '{ latest { __typename id ... on Book { price } ... on Review { of { title } } } }',
    {
      latest: [
        { __typename: 'Review', id: 'r4', of: { title: 'Book 4' } },
        { __typename: 'Book', id: '5', price: 50 },
      ],
    },
  ],
  [
    'there and back again',
    '{ book(id: "1") { reviews { of { title reviews { of { price } } } } } }',
    { book: { reviews: [{ of: { title: 'Book 1', reviews: [{ of: { price: 10 } }] } }] } },
  ],
];

describe.each(['hive', 'apollo'] as const)('entities by keys, planned by %s', (planner) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await createFederation(SHOP, planner);
  });
  afterAll(() => federation.close());

  test.each(CASES)('%s', async (_, text, data, ...[variables]) => {
    expect(await federation.execute(text, variables)).toEqual(data);
  });
});
