import { type Case, describeFederation } from './describeFederation.ts';

interface Node {
  readonly __typename: string;
  readonly id: string;
}
const ITEMS: readonly Node[] = [
  { __typename: 'Article', id: 'a1' },
  { __typename: 'Photo', id: 'p1' },
  { __typename: 'Advert', id: 'd1' },
];
const ofId = (id: string) => ITEMS.find((item) => item.id === id);
const self = (reference: object) => reference;

/** Interfaces that overlap, interfaces that implement others, and unions of some of their types; entities and plain objects. */
const PRESS = {
  press: {
    sdl: `type Query { feed: [Item!]! node(id: ID!): Node nodes: [Node]! lead: Article! titled: [Titled!]! search: [Hit!]! page: Page! }
      interface Node { id: ID! }
      interface Titled { title: String! }
      interface Item implements Node & Titled { id: ID! title: String! by: Person }
      type Article implements Item & Node & Titled @key(fields: "id") { id: ID! title: String! by: Person words: Int! related: [Item!]! }
      type Photo implements Item & Node & Titled @key(fields: "id") { id: ID! title: String! by: Person width: Int! size: Area! }
      type Advert implements Node @key(fields: "id") { id: ID! words: String! size: Length! }
      type Person implements Node & Titled @key(fields: "id") { id: ID! title: String! name: String! }
      union Hit = Article | Person | Note
      type Note implements Titled { title: String! text: String! }
      type Area { value: Int! } type Length { value: String! }
      type Page { top: Item! rest: [Node!]! self: Page }`,
    resolvers: {
      Query: {
        feed: () => ITEMS.slice(0, 2),
        node: (_: unknown, { id }: Node) => (id.startsWith('w') ? { __typename: 'Person', id } : ofId(id)),
        nodes: () => [ITEMS[2], null, ITEMS[0], { __typename: 'Person', id: 'w1' }],
        lead: () => ITEMS[0],
        titled: () => [{ __typename: 'Note', title: 'N', text: 'n' }, ITEMS[1], { __typename: 'Person', id: 'w2' }],
        search: () => [{ __typename: 'Person', id: 'w1' }, ITEMS[0], { __typename: 'Note', title: 'N', text: 'n' }],
        page: () => ({ top: ITEMS[1], rest: [ITEMS[2], ITEMS[0]], self: { top: ITEMS[0], rest: [] } }),
      },
      Article: {
        __resolveReference: ({ id }: Node) => ofId(id),
        title: () => 'Article',
        by: () => ({ id: 'w1' }),
        words: () => 100,
        related: () => [ITEMS[1]],
      },
      Photo: {
        __resolveReference: ({ id }: Node) => ofId(id),
        title: () => 'Photo',
        by: () => null,
        width: () => 640,
        size: () => ({ value: 9 }),
      },
      Advert: { __resolveReference: ({ id }: Node) => ofId(id), words: () => 'buy', size: () => ({ value: 'long' }) },
      Person: { __resolveReference: self, title: () => 'Dr', name: ({ id }: Node) => `Name ${id}` },
    },
  },
  likes: {
    sdl: `type Query { liked: [Node!]! }
      interface Node { id: ID! }
      interface Liked { likes: Int! }
      type Article implements Node & Liked @key(fields: "id") { id: ID! likes: Int! fans: [Person!]! }
      type Photo implements Node & Liked @key(fields: "id") { id: ID! likes: Int! }
      type Advert implements Node @key(fields: "id") { id: ID! clicks: Int! }
      type Person implements Node @key(fields: "id") { id: ID! fame: Int! }`,
    resolvers: {
      Query: { liked: () => [ITEMS[1], ITEMS[0]] },
      Article: { __resolveReference: self, likes: () => 11, fans: () => [{ id: 'w3' }, { id: 'w1' }] },
      Photo: { __resolveReference: self, likes: () => 22 },
      Advert: { __resolveReference: self, clicks: () => 33 },
      Person: { __resolveReference: self, fame: ({ id }: Node) => Number(id.slice(1)) * 10 },
    },
  },
};

const CASES: readonly Case[] = [
  [
    'Query.node: an entity by its interface',
    '{ node(id: "a1") { __typename id } }',
    { node: { __typename: 'Article', id: 'a1' } },
  ],
  [
    'Query.node: a fragment with fields of another subgraph',
    'query ($id: ID!) { node(id: $id) { ... on Person { name fame } ... on Photo { likes } } }',
    { node: { name: 'Name w5', fame: 50 } },
    { variables: { id: 'w5' } },
  ],
  ['Query.node: none', '{ node(id: "x") { id ... on Photo { likes } } }', { node: null }],
  ['Query.node: a fragment that does not fit', '{ node(id: "d1") { ... on Article { likes } } }', { node: {} }],
  [
    'an interface that implements another: fields of both',
    '{ feed { id title ... on Node { again: id } ... on Titled { title } } }',
    {
      feed: [
        { id: 'a1', title: 'Article', again: 'a1' },
        { id: 'p1', title: 'Photo', again: 'p1' },
      ],
    },
  ],
  [
    'an interface on another that overlaps with it',
    '{ nodes { id ... on Titled { title } } }',
    { nodes: [{ id: 'd1' }, null, { id: 'a1', title: 'Article' }, { id: 'w1', title: 'Dr' }] },
  ],
  [
    'an interface of another subgraph, on an interface of the first',
    '{ feed { ... on Liked { likes } } }',
    { feed: [{ likes: 11 }, { likes: 22 }] },
  ],
  [
    'the same, on an interface of both',
    '{ nodes { ... on Liked { __typename likes } } }',
    { nodes: [{}, null, { __typename: 'Article', likes: 11 }, {}] },
  ],
  [
    'a type within an interface within a type',
    '{ nodes { ... on Titled { ... on Article { ... on Node { ... on Article { words likes } } } } } }',
    { nodes: [{}, null, { words: 100, likes: 11 }, {}] },
  ],
  [
    'an interface on a union',
    '{ search { __typename ... on Titled { title } ... on Node { id } ... on Person { fame } } }',
    {
      search: [
        { __typename: 'Person', title: 'Dr', id: 'w1', fame: 10 },
        { __typename: 'Article', title: 'Article', id: 'a1' },
        { __typename: 'Note', title: 'N' },
      ],
    },
  ],
  [
    'named fragments within named fragments, over both subgraphs',
    `{ feed { ...I } lead { ...A } }
      fragment I on Item { id ...L ... on Article { ...A } }
      fragment L on Liked { likes }
      fragment A on Article { words fans { ...P } }
      fragment P on Person { name fame }`,
    {
      feed: [
        {
          id: 'a1',
          likes: 11,
          words: 100,
          fans: [
            { name: 'Name w3', fame: 30 },
            { name: 'Name w1', fame: 10 },
          ],
        },
        { id: 'p1', likes: 22 },
      ],
      lead: {
        words: 100,
        fans: [
          { name: 'Name w3', fame: 30 },
          { name: 'Name w1', fame: 10 },
        ],
      },
    },
  ],
  [
    'one fragment in places of other types',
    '{ page { top { ...N } rest { ...N } self { top { ...N } rest { ...N } } } } fragment N on Node { id ... on Advert { clicks } ... on Photo { likes } }',
    {
      page: {
        top: { id: 'p1', likes: 22 },
        rest: [{ id: 'd1', clicks: 33 }, { id: 'a1' }],
        self: { top: { id: 'a1' }, rest: [] },
      },
    },
  ],
  [
    'one name for fields of other types',
    '{ nodes { ... on Article { n: words } ... on Person { n: fame } ... on Advert { n: clicks } } }',
    { nodes: [{ n: 33 }, null, { n: 100 }, { n: 10 }] },
  ],
  [
    'one name for objects of other types',
    '{ nodes { ... on Advert { size { text: value } } } feed { ... on Photo { size { value } } } }',
    { nodes: [{ size: { text: 'long' } }, null, {}, {}], feed: [{}, { size: { value: 9 } }] },
  ],
  [
    "one name for a field and another type's",
    '{ feed { ... on Article { width: words likes: id } ... on Photo { width words: likes } } }',
    {
      feed: [
        { width: 100, likes: 'a1' },
        { width: 640, words: 22 },
      ],
    },
  ],
  [
    'selections of one field in several fragments are one',
    '{ lead { by { id } ... on Item { by { name } } ... on Article { by { fame } } } }',
    { lead: { by: { id: 'w1', name: 'Name w1', fame: 10 } } },
  ],
  [
    'the order is that of the first mention',
    '{ lead { words ... on Liked { likes } id title ...X } } fragment X on Article { fans { fame id } likes words }',
    {
      lead: {
        words: 100,
        likes: 11,
        id: 'a1',
        title: 'Article',
        fans: [
          { fame: 30, id: 'w3' },
          { fame: 10, id: 'w1' },
        ],
      },
    },
  ],
  [
    'the interface where the second subgraph begins',
    '{ liked { id ... on Titled { title } ... on Photo { width } ... on Article { words by { name } } } }',
    {
      liked: [
        { id: 'p1', title: 'Photo', width: 640 },
        { id: 'a1', title: 'Article', words: 100, by: { name: 'Name w1' } },
      ],
    },
  ],
  [
    'an interface below a list below an interface',
    '{ feed { ... on Article { related { __typename title ... on Liked { likes } } } } }',
    { feed: [{ related: [{ __typename: 'Photo', title: 'Photo', likes: 22 }] }, {}] },
  ],
  [
    '__typename under other names and everywhere',
    'query { a: __typename __typename titled { b: __typename ... on Note { c: __typename } ... on Titled { __typename } } }',
    {
      a: 'Query',
      __typename: 'Query',
      titled: [
        { b: 'Note', c: 'Note', __typename: 'Note' },
        { b: 'Photo', __typename: 'Photo' },
        { b: 'Person', __typename: 'Person' },
      ],
    },
  ],
  [
    'a fragment on an interface of which no type is in a union',
    '{ search { ... on Liked { ... on Photo { likes } } } }',
    { search: [{}, {}, {}] },
  ],
];

describeFederation('fragments on abstract types', PRESS, CASES);
