import { type Case, describeFederation } from './describeFederation.ts';

const self = (reference: object) => reference;

/** What is there for subgraphs, and not for clients; and what carries directives that mean nothing to a gateway. */
const OFFICE = {
  people: {
    sdl: `extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@inaccessible", "@tag", "@composeDirective"])
        @link(url: "https://example.org/audience/v1.0", import: ["@audience"])
        @composeDirective(name: "@audience")
      directive @audience(of: String!) repeatable on FIELD_DEFINITION | OBJECT
      type Query {
        person: Person! @tag(name: "public")
        rooms(floor: Int = 2, secret: Int = 40 @inaccessible): [Int!]!
        found(filter: Filter): String!
        desk(kind: Kind): String!
        kinds: [Kind]! @audience(of: "all")
        strict: [Kind!]
        kind: Kind
        things: [Thing]!
        named: [Named]!
        vault: Vault @inaccessible
      }
      input Filter @tag(name: "internal") { text: String = "t" @tag(name: "public") trace: String = "on" @inaccessible hidden: Hidden @inaccessible }
      input Hidden @inaccessible { a: Int }
      enum Kind { OWN SHARED LOST @inaccessible }
      enum Mood @inaccessible { GOOD BAD }
      interface Named { name: String! }
      interface Traced @inaccessible { trace: String! }
      union Thing = Person | Vault | Lamp
      type Lamp implements Named @audience(of: "staff") @audience(of: "all") { name: String! }
      type Vault implements Named @inaccessible { name: String! }
      type Person implements Named & Traced @key(fields: "code") { code: ID! @inaccessible name: String! @tag(name: "a") @tag(name: "b") trace: String! mood: Mood @inaccessible grade: Int! @inaccessible }`,
    resolvers: {
      Query: {
        person: () => ({ code: 'x' }),
        rooms: (_: unknown, { floor, secret }: { floor: number; secret: number }) => [floor, secret],
        found: (_: unknown, { filter }: { filter?: object }) => JSON.stringify(filter ?? null),
        desk: (_: unknown, { kind }: { kind?: string }) => kind ?? 'any',
        kinds: () => ['OWN', 'LOST', 'SHARED'],
        strict: () => ['OWN', 'LOST'],
        kind: () => 'LOST',
        things: () => [
          { __typename: 'Person', code: 'x' },
          { __typename: 'Vault', name: 'gold' },
          { __typename: 'Lamp', name: 'lamp' },
        ],
        named: () => [
          { __typename: 'Lamp', name: 'lamp' },
          { __typename: 'Vault', name: 'gold' },
        ],
        vault: () => ({ name: 'gold' }),
      },
      Person: {
        __resolveReference: self,
        name: ({ code }: { code: string }) => `Person ${code}`,
        trace: () => 'traced',
        mood: () => 'GOOD',
        grade: () => 3,
      },
    },
  },
  pay: {
    sdl: `type Person @key(fields: "code") { code: ID! grade: Int! @external salary: Int! @requires(fields: "grade") bonus(secret: Int = 5 @inaccessible): Int! }`,
    resolvers: {
      Person: {
        __resolveReference: self,
        salary: ({ grade }: { grade: number }) => grade * 1_000,
        bonus: (_: unknown, { secret }: { secret: number }) => secret,
      },
    },
  },
};
const INVALID = { errors: ['GRAPHQL_VALIDATION_FAILED'] };
const wrong = (...places: readonly string[]) => ({ errors: places.map((place) => `SUBGRAPH_INVALID_VALUE ${place}`) });

const CASES: readonly Case[] = [
  ['a key that is hidden is a key', '{ person { name bonus } }', { person: { name: 'Person x', bonus: 5 } }],
  ['a field that is hidden is there for what requires it', '{ person { salary } }', { person: { salary: 3000 } }],
  ['a field that is hidden', '{ person { grade } }', null, INVALID],
  ['a key that is hidden, asked for', '{ person { code } }', null, INVALID],
  ['a field of a type that is hidden', '{ vault { name } }', null, INVALID],
  ['a field of an enum that is hidden', '{ person { mood } }', null, INVALID],
  ['an argument that is hidden has its default', '{ rooms }', { rooms: [2, 40] }],
  ['an argument that is hidden, given', '{ rooms(secret: 1) }', null, INVALID],
  ['an argument beside one that is hidden', '{ rooms(floor: 7) }', { rooms: [7, 40] }],
  ['an input field that is hidden has its default', '{ found(filter: {}) }', { found: '{"text":"t","trace":"on"}' }],
  ['an input field that is hidden, given', '{ found(filter: { trace: "x" }) }', null, INVALID],
  [
    'an input field that is hidden, given by a variable',
    'query ($f: Filter) { found(filter: $f) }',
    null,
    { variables: { f: { trace: 'x' } }, errors: ['BAD_USER_INPUT'] },
  ],
  [
    'a variable of an input type that is hidden',
    'query ($h: Hidden) { found(filter: {}) }',
    null,
    { errors: ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'] },
  ],
  ['an enum value that is not hidden', '{ desk(kind: SHARED) }', { desk: 'SHARED' }],
  ['an enum value that is hidden, given', '{ desk(kind: LOST) }', null, INVALID],
  [
    'an enum value that is hidden, given by a variable',
    'query ($k: Kind) { desk(kind: $k) }',
    null,
    { variables: { k: 'LOST' }, errors: ['BAD_USER_INPUT'] },
  ],
  ['an enum value that is hidden, answered', '{ kind }', { kind: null }, wrong('kind')],
  ['an enum value that is hidden, in a list', '{ kinds }', { kinds: ['OWN', null, 'SHARED'] }, wrong('kinds.1')],
  ['an enum value that is hidden, where null may not be', '{ strict }', { strict: null }, wrong('strict.1')],
  [
    'a type of a union that is hidden, answered',
    '{ things { __typename ... on Person { name } } }',
    { things: [{ __typename: 'Person', name: 'Person x' }, null, { __typename: 'Lamp' }] },
    wrong('things.1'),
  ],
  [
    'a type of an interface that is hidden, answered',
    '{ named { __typename name } }',
    { named: [{ __typename: 'Lamp', name: 'lamp' }, null] },
    wrong('named.1'),
  ],
  ['a fragment on a type that is hidden', '{ things { ... on Vault { name } } }', null, INVALID],
  ['a fragment on an interface that is hidden', '{ person { ... on Traced { trace } } }', null, INVALID],
  ['a field of an interface that is hidden, of its type', '{ person { trace } }', { person: { trace: 'traced' } }],
  [
    'types that are hidden are not told',
    `{ vault: __type(name: "Vault") { name } hidden: __type(name: "Hidden") { name } traced: __type(name: "Traced") { name }
      mood: __type(name: "Mood") { name } thing: __type(name: "Thing") { possibleTypes { name } } person: __type(name: "Person") { fields { name } interfaces { name } } }`,
    {
      vault: null,
      hidden: null,
      traced: null,
      mood: null,
      thing: { possibleTypes: [{ name: 'Person' }, { name: 'Lamp' }] },
      person: {
        fields: ['salary', 'bonus', 'name', 'trace'].map((name) => ({ name })),
        interfaces: [{ name: 'Named' }],
      },
    },
  ],
  [
    'arguments that are hidden, and input fields, are not told',
    `{ q: __type(name: "Query") { fields { name args { name defaultValue } } } f: __type(name: "Filter") { inputFields { name defaultValue } } }`,
    {
      q: {
        fields: [
          { name: 'person', args: [] },
          { name: 'rooms', args: [{ name: 'floor', defaultValue: '2' }] },
          { name: 'found', args: [{ name: 'filter', defaultValue: null }] },
          { name: 'desk', args: [{ name: 'kind', defaultValue: null }] },
          ...['kinds', 'strict', 'kind', 'things', 'named'].map((name) => ({ name, args: [] })),
        ],
      },
      f: { inputFields: [{ name: 'text', defaultValue: '"t"' }] },
    },
  ],
  [
    "directives of federation and of subgraphs are not told, clients' are",
    '{ __schema { directives { name } } }',
    { __schema: { directives: ['include', 'skip', 'deprecated', 'specifiedBy', 'oneOf'].map((name) => ({ name })) } },
  ],
];

describeFederation('@inaccessible, @tag and @composeDirective', OFFICE, CASES);
