import { type Case, describeFederation } from './describeFederation.ts';

const self = (reference: object) => reference;

/**
 * What three subgraphs define each a little differently: enums and unions that are answered are joined, inputs and arguments are
 * what all know, types become as loose as the loosest.
 */
const TRADE = {
  sales: {
    sdl: `type Query { sale: Sale! sales: [Sale!]! status: Status paid(in: Method, by: Payer, rush: Boolean): String! place: Place! @shareable latest: Event }
      type Sale @key(fields: "id") { id: ID! status: Status! total: Money! event: Event size: Size! @shareable note: String! @shareable }
      enum Status { OPEN PAID }
      enum Method { CARD CASH CHEQUE }
      input Payer { name: String! age: Int email: String tags: [String!] = ["a"] }
      type Money @shareable { amount: Int! currency: String! }
      type Place @shareable { city: String! street: String }
      union Event = Opened
      type Opened { at: Int! }
      type Size @shareable { width: Int! }`,
    resolvers: {
      Query: {
        sale: () => ({ id: '1' }),
        sales: () => [{ id: '1' }, { id: '2' }],
        status: () => 'PAID',
        paid: (_: unknown, given: object) => JSON.stringify(given),
        place: () => ({ city: 'sales', street: 'sales' }),
        latest: () => ({ __typename: 'Opened', at: 1 }),
      },
      Sale: {
        __resolveReference: self,
        status: ({ id }: { id: string }) => (id === '1' ? 'OPEN' : 'PAID'),
        total: () => ({ amount: 5, currency: 'sales' }),
        event: () => ({ __typename: 'Opened', at: 1 }),
        size: () => ({ width: 10 }),
        note: () => 'of sales',
      },
    },
  },
  shipping: {
    sdl: `type Query { shipped(by: Payer, in: Method): String! shippedStatus: Status place: Place! @shareable }
      type Sale @key(fields: "id") { id: ID! way: Status cost: Money history: [Event!]! size: Size! @shareable }
      enum Status { SENT LOST }
      enum Method { CARD CASH VOUCHER }
      input Payer { name: String age: Int! tags: [String!] = ["a"] phone: String }
      type Money @shareable { amount: Int! currency: String! }
      type Place @shareable { city: String! zip: String }
      union Event = Sent | Arrived
      type Sent { how: String! }
      type Arrived { at: Int! }
      type Size @shareable { width: Int! height: Int! }`,
    resolvers: {
      Query: {
        shipped: (_: unknown, given: object) => JSON.stringify(given),
        shippedStatus: () => 'LOST',
        place: () => ({ city: 'shipping', zip: 'shipping' }),
      },
      Sale: {
        __resolveReference: self,
        way: ({ id }: { id: string }) => (id === '1' ? 'SENT' : null),
        cost: () => ({ amount: 7, currency: 'shipping' }),
        history: () => [
          { __typename: 'Sent', how: 'by sea' },
          { __typename: 'Arrived', at: 9 },
        ],
        size: () => ({ width: 10, height: 20 }),
      },
    },
  },
  ledger: {
    sdl: `type Query { place: Place! @shareable booked(in: Method): String }
      type Sale @key(fields: "id") { id: ID! booked: Money! note: String @shareable size: Size! @shareable }
      enum Method { CARD CASH }
      type Money @shareable { amount: Int! currency: String }
      type Place @shareable { city: String! country: String }
      type Size @shareable { width: Int! depth: Int! }`,
    resolvers: {
      Query: {
        place: () => ({ city: 'ledger', country: 'ledger' }),
        booked: (_: unknown, { in: method }: { in?: string }) => method ?? 'none',
      },
      Sale: {
        __resolveReference: self,
        booked: () => ({ amount: 9, currency: null }),
        note: () => null,
        size: () => ({ width: 10, depth: 30 }),
      },
    },
  },
};

const INVALID = { errors: ['GRAPHQL_VALIDATION_FAILED'] };

const CASES: readonly Case[] = [
  [
    'an enum that is answered has the values of all',
    '{ status shippedStatus sales { status way } }',
    {
      status: 'PAID',
      shippedStatus: 'LOST',
      sales: [
        { status: 'OPEN', way: 'SENT' },
        { status: 'PAID', way: null },
      ],
    },
  ],
  [
    'all of its values are told',
    '{ __type(name: "Status") { enumValues { name } } }',
    { __type: { enumValues: ['OPEN', 'PAID', 'SENT', 'LOST'].map((name) => ({ name })) } },
  ],
  [
    'an enum that is given has the values that all know',
    '{ paid(in: CASH) booked(in: CARD) }',
    { paid: '{"in":"CASH"}', booked: 'CARD' },
  ],
  ['a value that one does not know', '{ paid(in: CHEQUE) }', null, INVALID],
  [
    'a value that one does not know, by a variable',
    'query ($m: Method) { shipped(in: $m) }',
    null,
    { variables: { m: 'VOUCHER' }, errors: ['BAD_USER_INPUT'] },
  ],
  [
    'an input has the fields that all know, and what one needs is needed',
    '{ paid(by: { name: "n", age: 1 }) shipped(by: { name: "n", age: 1, tags: [] }) }',
    { paid: '{"by":{"name":"n","age":1,"tags":["a"]}}', shipped: '{"by":{"name":"n","age":1,"tags":[]}}' },
  ],
  ['a field that one needs is left out', '{ paid(by: { name: "n" }) }', null, INVALID],
  ['a field that one does not know', '{ paid(by: { name: "n", age: 1, email: "e" }) }', null, INVALID],
  [
    'the fields of it are told',
    '{ __type(name: "Payer") { inputFields { name type { kind } } } }',
    {
      __type: {
        inputFields: [
          { name: 'name', type: { kind: 'NON_NULL' } },
          { name: 'age', type: { kind: 'NON_NULL' } },
          { name: 'tags', type: { kind: 'LIST' } },
        ],
      },
    },
  ],
  [
    'a value type of all three, from each',
    '{ sale { total { amount currency } cost { amount currency } booked { amount } } }',
    {
      sale: {
        total: { amount: 5, currency: 'sales' },
        cost: { amount: 7, currency: 'shipping' },
        booked: { amount: 9 },
      },
    },
  ],
  [
    'a field of it is as loose as the loosest',
    '{ sale { booked { currency } } }',
    { sale: { booked: { currency: null } } },
  ],
  [
    'a value of the root, of which each knows another part',
    '{ place { street zip country } }',
    { place: { street: 'sales', zip: 'shipping', country: 'ledger' } },
  ],
  [
    'a value of an entity, of which each knows another part',
    '{ sale { size { width height depth } } }',
    { sale: { size: { width: 10, height: 20, depth: 30 } } },
  ],
  [
    'a union has the types of all',
    '{ latest { __typename ... on Opened { at } ... on Sent { how } } sale { event { __typename } history { ... on Sent { how } ... on Arrived { at } } } }',
    {
      latest: { __typename: 'Opened', at: 1 },
      sale: { event: { __typename: 'Opened' }, history: [{ how: 'by sea' }, { at: 9 }] },
    },
  ],
  [
    'a field that one may leave null may be null',
    '{ __type(name: "Money") { fields { name type { kind } } } }',
    {
      __type: {
        fields: [
          { name: 'amount', type: { kind: 'NON_NULL' } },
          { name: 'currency', type: { kind: 'SCALAR' } },
        ],
      },
    },
  ],
];

describeFederation('types of several subgraphs', TRADE, CASES);
