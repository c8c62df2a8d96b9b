import { type Case, describeFederation } from './describeFederation.ts';

interface Order {
  readonly no: number;
}
const order = (no: number) => ({
  no,
  id: `o${no}`,
  number: { year: 2000 + no, serial: no },
  customer: { id: `c${no}`, account: { code: `a${no}` } },
  tracking: `t${no}`,
  tags: ['x', `${no}`],
});
const noOf = (key: Partial<ReturnType<typeof order>>): number =>
  key.no ??
  key.number?.serial ??
  Number((key.id ?? key.tracking ?? key.customer?.account.code ?? key.tags?.[1] ?? '').replace(/^[a-z]/, ''));
const known = (reference: Partial<ReturnType<typeof order>>) => order(noOf(reference));
const NESTED = 'number { year serial }';
const ACCOUNT = 'customer { id account { code } }';
const VALUES = `type Number @shareable { year: Int! serial: Int! }
  type Customer @shareable { id: ID! account: Account! } type Account @shareable { code: String! }`;

/** An order, which everybody knows by another key; who knows two is the way from one to the other. */
const CHAIN = {
  web: {
    sdl: 'type Query { order(id: ID!): Order orders: [Order!]! basket: Basket! } type Order @key(fields: "id") { id: ID! title: String! } type Basket { orders: [[Order]!]! }',
    resolvers: {
      Query: {
        order: (_: unknown, { id }: { id: string }) => (id === 'o9' ? null : { id }),
        orders: () => [{ id: 'o1' }, { id: 'o2' }],
        basket: () => ({ orders: [[{ id: 'o1' }, null], [], [{ id: 'o2' }, { id: 'o1' }]] }),
      },
      Order: { title: ({ id }: { id: string }) => `Order ${id}` },
    },
  },
  books: {
    sdl: `type Order @key(fields: "id") @key(fields: "${NESTED}") { id: ID! number: Number! booked: Int! } ${VALUES.split('type Customer')[0]}`,
    resolvers: { Order: { __resolveReference: known, booked: ({ no }: Order) => no * 10 } },
  },
  accounts: {
    sdl: `type Order @key(fields: "${NESTED}") @key(fields: "${ACCOUNT}") { number: Number! customer: Customer! owed: Int! } ${VALUES}`,
    resolvers: { Order: { __resolveReference: known, owed: ({ no }: Order) => no * 100 } },
  },
  depot: {
    sdl: `type Query { parcel: Order! }
      type Order @key(fields: "${ACCOUNT}") @key(fields: "tracking") @key(fields: "tags") { customer: Customer! tracking: String! tags: [String!]! shelf: String! }
      type Customer @shareable { id: ID! account: Account! } type Account @shareable { code: String! }`,
    resolvers: {
      Query: { parcel: () => order(3) },
      Order: { __resolveReference: known, shelf: ({ no }: Order) => `s${no}` },
    },
  },
  vans: {
    sdl: `type Query { stop: Stop! } type Stop { drop: Order! }
      type Order @key(fields: "tracking") { tracking: String! van: String! shelf: String! @external slot: String! @requires(fields: "shelf") }`,
    resolvers: {
      Query: { stop: () => ({ drop: { tracking: 't2' } }) },
      Order: {
        van: ({ tracking }: { tracking: string }) => `van of ${tracking}`,
        slot: ({ shelf }: { shelf: string }) => `slot ${shelf}`,
      },
    },
  },
  labels: {
    sdl: 'type Order @key(fields: "tags") { tags: [String!]! label: String! }',
    resolvers: { Order: { label: ({ tags }: { tags: string[] }) => tags.join('-') } },
  },
};

const CASES: readonly Case[] = [
  [
    'one step',
    '{ order(id: "o1") { title booked } }',
    { order: { title: 'Order o1', booked: 10 } },
    { asks: ['web', 'books'] },
  ],
  [
    'two steps, by a nested key',
    '{ order(id: "o1") { owed } }',
    { order: { owed: 100 } },
    { asks: ['web', 'books', 'accounts'] },
  ],
  [
    'three steps, by a composite and nested key',
    '{ order(id: "o2") { shelf } }',
    { order: { shelf: 's2' } },
    { asks: ['web', 'books', 'accounts', 'depot'] },
  ],
  [
    'four steps',
    '{ order(id: "o1") { van } }',
    { order: { van: 'van of t1' } },
    { asks: ['web', 'books', 'accounts', 'depot', 'vans'] },
  ],
  [
    'a field at each step',
    '{ order(id: "o1") { title booked owed shelf van slot label } }',
    {
      order: { title: 'Order o1', booked: 10, owed: 100, shelf: 's1', van: 'van of t1', slot: 'slot s1', label: 'x-1' },
    },
  ],
  ['the whole way for each in a list', '{ orders { van } }', { orders: [{ van: 'van of t1' }, { van: 'van of t2' }] }],
  [
    'the whole way for each in lists of lists, with nulls and twice the same',
    '{ basket { orders { shelf van } } }',
    {
      basket: {
        orders: [
          [{ shelf: 's1', van: 'van of t1' }, null],
          [],
          [
            { shelf: 's2', van: 'van of t2' },
            { shelf: 's1', van: 'van of t1' },
          ],
        ],
      },
    },
  ],
  [
    'the way back, from the last to the first',
    '{ stop { drop { id title booked } } }',
    {
      stop: { drop: { id: 'o2', title: 'Order o2', booked: 20 } },
    },
  ],
  [
    'from the middle, both ways',
    '{ parcel { van owed title } }',
    { parcel: { van: 'van of t3', owed: 300, title: 'Order o3' } },
  ],
  [
    'a key that is a list',
    '{ parcel { label } stop { drop { label } } }',
    { parcel: { label: 'x-3' }, stop: { drop: { label: 'x-2' } } },
  ],
  [
    '@requires over a step that the way takes too',
    '{ order(id: "o2") { slot } }',
    { order: { slot: 'slot s2' } },
    { stock: { order: null } },
  ],
  [
    'keys themselves, nested ones from where they are known',
    '{ order(id: "o1") { number { year serial } customer { id account { code } } tracking tags } }',
    {
      order: {
        number: { year: 2001, serial: 1 },
        customer: { id: 'c1', account: { code: 'a1' } },
        tracking: 't1',
        tags: ['x', '1'],
      },
    },
  ],
  [
    'a part of a nested key under another name',
    '{ order(id: "o1") { number { serial: year y: serial } owed } }',
    { order: { number: { serial: 2001, y: 1 }, owed: 100 } },
    // Stock gives the key the client's name.
    { stock: { order: { number: { serial: 1, y: 1 }, owed: 100 } } },
  ],
  ['null at the start of the way', '{ order(id: "o9") { van label } }', { order: null }],
  [
    'the same entity under two names, to different ends',
    '{ a: order(id: "o1") { van } b: order(id: "o1") { label } }',
    { a: { van: 'van of t1' }, b: { label: 'x-1' } },
  ],
];

describeFederation('keys', CHAIN, CASES);
