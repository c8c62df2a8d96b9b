import { asked, type HostileRequest, sent } from './HostileRequest.ts';

const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const syntax = [
  '{',
  '}',
  '{}',
  '{ }',
  '{ people',
  '{ people { }',
  '{ people { } }',
  '{ people { id }',
  '{ people { id } } }',
  '{ people( { id } }',
  '{ people() { id } }',
  '{ people(first) { id } }',
  '{ people(first:) { id } }',
  '{ people(first: 1, ) { id } ',
  '{ people(first: $) { id } }',
  '{ people(first: 01) { id } }',
  '{ people(first: 1.) { id } }',
  '{ people(first: .5) { id } }',
  '{ people(first: 1e) { id } }',
  '{ people(first: --1) { id } }',
  '{ people(first: 1a) { id } }',
  '{ person(id: "a) { id } }',
  '{ person(id: "\\q") { id } }',
  '{ person(id: "\\u12") { id } }',
  '{ person(id: "\\uD800") { id } }',
  '{ person(id: "\\u{110000}") { id } }',
  '{ person(id: """a) { id } }',
  "{ person(id: 'a') { id } }",
  '{ person(id: [1) { id } }',
  '{ person(id: {a: ) { id } }',
  'query',
  'query {',
  'query ( { people { id } }',
  'query ($) { people { id } }',
  'query ($a) { people { id } }',
  'query ($a:) { people { id } }',
  'query ($a: [Int) { people { id } }',
  'query ($a: Int!!) { people { id } }',
  'query ($a: Int = $b) { people { id } }',
  'query () { people { id } }',
  'queri { people { id } }',
  'subscription',
  'mutation',
  'fragment',
  'fragment on Person { id }',
  'fragment on on Person { id }',
  'fragment F { id }',
  'fragment F on { id }',
  '{ ... }',
  '{ ...on }',
  '{ ... on { id } }',
  '{ people { ...{ } } }',
  '{ @skip }',
  '{ people @ { id } }',
  '{ people @skip( { id } }',
  '{ a: b: people { id } }',
  '{ : people { id } }',
  '{ people: }',
  '{ pe-ople { id } }',
  '{ people? { id } }',
  '{ people; }',
  '{ <people> }',
  '{ people & id }',
  '{ 人 }',
  '{ peo\u0000ple { id } }',
  '\u0000{ people { id } }',
  '{ people { id } }\u0000',
  '{ \u200Bpeople { id } }',
  '{ \uD800 }',
  '{ people { id\uDFFF } }',
  '\uFFFE{ people { id } }',
  '{ person(id: "\uD800\\uD800") { id } }',
  'schema { query: Query }',
  'type A { a: Int }',
  '{ people { id } } type A { a: Int }',
  'extend type Query { x: Int }',
  'directive @a on FIELD',
  'scalar X',
  '{"query":"{ people }"}',
  'SELECT * FROM people',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '#{7*7}',
  '{{7*7}}',
  '%00',
  '\\',
  '"',
  '"""',
  '#{}',
];

const invalid = [
  '{ nothing }',
  '{ people }',
  '{ people { nothing } }',
  '{ people { id { id } } }',
  '{ people(nothing: 1) { id } }',
  '{ people(first: "a") { id } }',
  '{ people(first: 1.5) { id } }',
  '{ people(first: 2147483648) { id } }',
  '{ people(first: true) { id } }',
  '{ people(first: [1, 2]) { id } }',
  '{ people(first: {}) { id } }',
  '{ people(first: A) { id } }',
  '{ people(first: 1, first: 2) { id } }',
  '{ person { id } }',
  '{ person(id: null) { id } }',
  '{ person(id: 1.5) { id } }',
  '{ person(id: true) { id } }',
  '{ flag(on: 1) }',
  '{ flag(on: true, size: "SMALL") }',
  '{ flag(on: true, size: MEDIUM) }',
  '{ search(filter: { age: "a" }) { id } }',
  '{ search(filter: { nothing: 1 }) { id } }',
  '{ search(filter: { age: 1, age: 2 }) { id } }',
  '{ search(filter: { ids: [null] }) { id } }',
  '{ search(filter: [1]) { id } }',
  '{ search(filter: { not: { not: 1 } }) { id } }',
  '{ people { id: name id } }',
  '{ people { a: id a: name } }',
  '{ people(first: 1) { id } people(first: 2) { id } }',
  '{ ...F }',
  '{ people { ...F } } fragment F on Note { text }',
  '{ people { ...F } } fragment F on Nothing { id }',
  '{ people { id } } fragment F on Person { id }',
  '{ people { ...F } } fragment F on Person { id } fragment F on Person { id }',
  '{ people { ... on Note { text } } }',
  '{ people { ... on ID { id } } }',
  '{ people { ... on Filter { age } } }',
  'query ($a: Int) { people { id } }',
  'query ($a: Int, $a: Int) { people(first: $a) { id } }',
  '{ people(first: $a) { id } }',
  'query ($a: String) { people(first: $a) { id } }',
  'query ($a: Nothing) { people(first: $a) { id } }',
  'query ($a: Person) { people(first: $a) { id } }',
  'query ($a: ID) { person(id: $a) { id } }',
  'query ($a: [ID!]!) { person(id: $a) { id } }',
  'query ($a: Int = "x") { people(first: $a) { id } }',
  'query ($a: Int! = null) { people(first: $a) { id } }',
  '{ people @nothing { id } }',
  '{ people @skip { id } }',
  '{ people @skip(if: 1) { id } }',
  '{ people @skip(if: null) { id } }',
  '{ people @deprecated { id } }',
  '{ people @include(if: true) @include(if: true) { id } }',
  'query @skip(if: true) { people { id } }',
  'query A { people { id } } query A { people { id } }',
  '{ people { id } } query A { people { id } }',
  'subscription { people { id } }',
  'subscription S { a }',
  'mutation { people { id } }',
  'mutation { rename(id: 1) { id } }',
  'mutation { rename(id: 1, name: null) { id } }',
  '{ rename(id: 1, name: "x") { id } }',
  '{ _entities(representations: []) { __typename } }',
  '{ _service { sdl } }',
  '{ __schema { types { name } } }',
  '{ __type(name: "Person") { fields { name } } }',
  '{ people { __schema { types { name } } } }',
  '{ __schema }',
  '{ __nothing }',
  '{ join__Graph }',
];

const deep = (levels: number): string => `{ people { ${'friends { '.repeat(levels)}id${' }'.repeat(levels)} } }`;
const cycle = (length: number): string =>
  `{ people { ...F0 } } ${repeat(length, (index) => `fragment F${index} on Person { friends { ...F${(index + 1) % length} } }`)}`;
/** Doubles with each fragment. */
const doubling = (fragments: number): string =>
  `{ people { ...F0 } } ${repeat(fragments, (index) => `fragment F${index} on Person { ...F${index + 1} ...F${index + 1} }`)} fragment F${fragments} on Person { id name }`;
const introspection = (levels: number): string =>
  `{ __schema { types { ${'fields { type { '.repeat(levels)}name${' } }'.repeat(levels)} } } }`;

const bombs: readonly HostileRequest[] = [
  ...[26, 50, 100, 200, 249, 250, 260, 500, 1_000, 3_000, 20_000].map((n) => asked(`deep query: ${n} levels`, deep(n))),
  ...[26, 200, 300, 4_000].map((n) =>
    asked(
      `deep inline fragments: ${n}`,
      `{ ${'... { '.repeat(n)}${'people { friends { '.repeat(15)}id${' } }'.repeat(15)}${' }'.repeat(n)} }`,
    ),
  ),
  ...[26, 100, 1_000].map((n) =>
    asked(
      `deep by fragments: ${n}`,
      `{ people { ...F0 } } ${repeat(n, (i) => `fragment F${i} on Person { friends { ...F${i + 1} } }`)} fragment F${n} on Person { id }`,
    ),
  ),
  ...[101, 200, 1_000, 2_500, 20_000].map((n) =>
    asked(`aliases: ${n}`, `{ people { ${repeat(n, (i) => `a${i}: id`)} } }`),
  ),
  ...[51, 100, 1_000, 3_000].map((n) => asked(`root fields: ${n}`, `{ ${repeat(n, () => '__typename')} }`)),
  ...[51, 90, 500].map((n) => asked(`root aliases: ${n}`, `{ ${repeat(n, (i) => `a${i}: people { id }`)} }`)),
  ...[51, 500].map((n) =>
    asked(`mutations: ${n}`, `mutation { ${repeat(n, (i) => `a${i}: rename(id: ${i}, name: "x") { id }`)} }`),
  ),
  ...[101, 500, 1_600, 9_000].map((n) =>
    asked(`directives: ${n}`, `{ people ${repeat(n, () => '@skip(if: false)')} { id } }`),
  ),
  ...[101, 2_000].map((n) =>
    asked(`directives that are none: ${n}`, `{ people { id ${repeat(n, (i) => `@d${i}`)} } }`),
  ),
  ...[5_001, 9_000, 50_000, 200_000].map((n) => asked(`wide query: ${n}`, `{ people { ${'id '.repeat(n)}} }`)),
  ...[1, 2, 3, 10, 100, 1_000].map((n) => asked(`fragment cycle: ${n}`, cycle(n))),
  ...[12, 16, 20, 30, 64, 500].map((n) => asked(`doubling fragments: ${n}`, doubling(n))),
  ...[1_001, 5_000].map((n) =>
    asked(
      `spreads: ${n}`,
      `{ people { ${repeat(n, () => '...F')} } } fragment F on Person { id name age friends { id } notes { text } }`,
    ),
  ),
  ...[4, 8, 12, 40, 120].map((n) => asked(`introspection: ${n} levels`, introspection(n))),
  ...[1_000_000, 2_147_483_647].map((n) => asked(`costly page: ${n}`, `{ people(first: ${n}) { id } }`)),
  ...[1_000_000, 2_147_483_647].map((n) =>
    asked(`costly page by variable: ${n}`, 'query ($n: Int) { people(first: $n) { id } }', { n }),
  ),
  ...[5, 8, 12].map((n) => asked(`costly lists in lists: ${n}`, deep(n))),
  ...[251, 1_000, 9_000, 100_000].flatMap((n) => [
    asked(`list literal in lists: ${n}`, `{ person(id: ${'['.repeat(n)}${']'.repeat(n)}) { id } }`),
    asked(`object literal in objects: ${n}`, `{ search(filter: ${'{ not: '.repeat(n)}null${' }'.repeat(n)}) { id } }`),
  ]),
  ...[251, 5_000].map((n) =>
    asked(`type in lists: ${n}`, `query ($a: ${'['.repeat(n)}Int${']'.repeat(n)}) { people { id } }`),
  ),
  ...[10_001, 100_000].map((n) => asked(`tokens: ${n}`, `{ people { id } } ${'a '.repeat(n)}`)),
  ...[3_000, 100_000].map((n) =>
    asked(
      `variables declared: ${n}`,
      `query (${repeat(n > 5_000 ? 20_000 : n, (i) => `$v${i}: Int`)}) { people { id } }`,
    ),
  ),
  ...[2, 100].map((n) =>
    asked(`variables not used: ${n}`, `query (${repeat(n, (i) => `$v${i}: Int`)}) { people { id } }`),
  ),
  ...[500, 900].map((n) =>
    asked(
      `operations: ${n}`,
      repeat(n, (i) => `query Q${i} { people { id } }`),
    ),
  ),
  ...[50, 250].map((n) =>
    asked(`conflicting fields: ${n}`, `{ people { ${repeat(n, (i) => `x: friends(first: ${i}) { id }`)} } }`),
  ),
  asked('a name of a hundred thousand letters', `{ ${'a'.repeat(100_000)} }`),
  asked('a number of a hundred thousand digits', `{ people(first: ${'9'.repeat(100_000)}) { id } }`),
  asked('a string of half a million letters, not closed', `{ person(id: "${'a'.repeat(500_000)}) { id } }`),
  asked('escapes without end', `{ person(id: "${'\\u0041'.repeat(50_000)}\\") { id } }`),
  asked('commas without end', `{ people { ${','.repeat(500_000)} } }`),
  asked('comments without end', `${'#\n'.repeat(200_000)}{`),
];

const nestedList = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
const nestedObject = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => ({ not: inner }), {});
const ofFilter = 'query ($f: Filter) { search(filter: $f) { id } }';
const ofInt = 'query ($n: Int!) { people(first: $n) { id } }';
const ofId = 'query ($id: ID!) { person(id: $id) { id } }';
const values: readonly [string, unknown][] = [
  ['a text', 'x'],
  ['an empty text', ''],
  ['a fraction', 1.5],
  ['too large', 2_147_483_648],
  ['too small', -2_147_483_649],
  ['very large', 1e308],
  ['true', true],
  ['a list', [1, 2]],
  ['an object', {}],
  ['null', null],
  ['a NUL', '\u0000'],
  ['a lone surrogate', '\uD800'],
  ['digits as text', '12'],
];

const variables: readonly HostileRequest[] = [
  ...values.map(([what, n]) => asked(`Int! variable: ${what}`, ofInt, { n })),
  ...values
    .filter(
      ([, value]) =>
        typeof value !== 'string' && value !== 2_147_483_648 && value !== -2_147_483_649 && value !== 1e308,
    )
    .map(([what, id]) => asked(`ID! variable: ${what}`, ofId, { id })),
  ...values.map(([what, age]) => asked(`Int in an input: ${what}`, ofFilter, { f: { age: age ?? [null] } })),
  ...values.map(([what, size]) => asked(`enum in an input: ${what}`, ofFilter, { f: { size: size ?? 'NULL' } })),
  asked('Int! variable: missing', ofInt, {}),
  asked('Int! variable: other name', ofInt, { N: 1 }),
  asked('Int! variable: none sent', ofInt),
  asked('input: not an object', ofFilter, { f: 'x' }),
  asked('input: a list', ofFilter, { f: [{}, {}] }),
  asked('input: unknown field', ofFilter, { f: { nothing: 1 } }),
  asked('input: null in a list', ofFilter, { f: { ids: [null] } }),
  asked('input: list of the wrong', ofFilter, { f: { any: [1, 2, 3] } }),
  asked('input: wrong ten levels down', ofFilter, { f: { not: { not: { not: { not: { age: 'x' } } } } } }),
  ...[51, 100, 1_000].flatMap((n) => [
    asked(`variables in lists: ${n}`, ofFilter, { f: { ids: nestedList(n) } }),
    asked(`variables in objects: ${n}`, ofFilter, { f: nestedObject(n) }),
    sent(`extensions in lists: ${n}`, { query: '{ people { id } }', extensions: { a: nestedList(n) } }),
  ]),
  ...[10_000, 100_000].map((n) => asked(`a list of ${n} wrong values`, ofFilter, { f: { ids: Array(n).fill(true) } })),
  asked('ten thousand unknown input fields', ofFilter, {
    f: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i])),
  }),
  asked('a value of half a million letters', ofInt, { n: 'x'.repeat(500_000) }),
];

/** Documents and variables that no gateway should execute. */
export const operations: readonly HostileRequest[] = [
  ...syntax.map((query, index) => asked(`syntax ${index}: ${JSON.stringify(query).slice(0, 50)}`, query)),
  ...invalid.map((query, index) => asked(`invalid ${index}: ${query.slice(0, 60)}`, query)),
  ...bombs,
  ...variables,
];
