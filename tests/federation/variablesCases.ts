import { expect, test } from '@jest/globals';
import { GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { type Case, describeFederation, placesOf } from './describeFederation.ts';

const text = (value: unknown) => JSON.stringify(value ?? null);
const said = (_: unknown, given: object) => text(given);
const date = new GraphQLScalarType({
  name: 'Date',
  parseValue: (value) => {
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) throw new TypeError(`not a date: ${value}`);
    return value;
  },
  parseLiteral: (node) => (node.kind === Kind.STRING ? node.value : null),
});
const json = new GraphQLScalarType({
  name: 'JSON',
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, values) => valueFromASTUntyped(node, values),
});

/** What clients send, as it arrives in each subgraph. */
const DESK = {
  first: {
    sdl: `scalar Date scalar JSON
      type Query { echo(s: String = "d", i: Int, f: Float, b: Boolean, id: ID): String! when(day: Date, days: [Date!]): String! any(json: JSON): String!
        list(of: [[Int!]] = [[1], null]): String! search(where: Where! = { limit: 3 }): String! must(id: ID!, s: String! = "own"): String! thing(id: ID! = "1"): Thing! answered: JSON area: Float }
      input Where { all: [Where!] not: Where limit: Int! = 10 text: String = "x" kind: Kind tags: [String] ids: [ID!] range: Range }
      input Range { from: Float! = 0.5 to: Float }
      enum Kind { A B }
      type Thing @key(fields: "id") { id: ID! }`,
    resolvers: {
      Date: date,
      JSON: json,
      Query: {
        echo: said,
        when: said,
        any: said,
        list: said,
        search: said,
        must: said,
        thing: (_: unknown, { id }: { id: string }) => ({ id }),
        answered: () => ({ a: [1, { b: null }], c: 'é\u2028"' }),
        area: () => 1.5,
      },
    },
  },
  second: {
    sdl: `scalar Date
      type Thing @key(fields: "id") { id: ID! note(s: String = "n", where: Where, day: Date, kinds: [Kind!] = [A]): String! }
      input Where { all: [Where!] not: Where limit: Int! = 10 text: String = "x" kind: Kind tags: [String] ids: [ID!] range: Range }
      input Range { from: Float! = 0.5 to: Float }
      enum Kind { A B }`,
    resolvers: { Date: date, Thing: { note: said } },
  },
};
const BAD = { errors: ['BAD_USER_INPUT'] };

const CASES: readonly Case[] = [
  [
    'each built-in scalar, by literals',
    '{ echo(s: "é\\n", i: -7, f: 1e3, b: false, id: 5) }',
    { echo: '{"s":"é\\n","i":-7,"f":1000,"b":false,"id":"5"}' },
  ],
  [
    'each built-in scalar, by variables',
    'query ($s: String, $i: Int, $f: Float, $b: Boolean, $id: ID) { echo(s: $s, i: $i, f: $f, b: $b, id: $id) }',
    { echo: '{"s":"","i":0,"f":2,"b":true,"id":"7"}' },
    { variables: { s: '', i: 0, f: 2, b: true, id: 7 } },
  ],
  ['null is not the default', '{ echo(s: null) }', { echo: '{"s":null}' }],
  [
    'a variable that is null is not the default',
    'query ($s: String) { echo(s: $s) }',
    { echo: '{"s":null}' },
    { variables: { s: null } },
  ],
  [
    'a variable that is not given is the default of the argument',
    'query ($s: String) { echo(s: $s) }',
    { echo: '{"s":"d"}' },
  ],
  ['a variable that is not given and has none', 'query ($i: Int) { echo(i: $i) }', { echo: '{"s":"d"}' }],
  [
    "a variable's default is stronger than the argument's",
    'query ($s: String = "v") { echo(s: $s) }',
    { echo: '{"s":"v"}' },
  ],
  [
    "null is stronger than a variable's default",
    'query ($s: String = "v") { echo(s: $s) }',
    { echo: '{"s":null}' },
    { variables: { s: null } },
  ],
  [
    'an argument that may not be null has its own default',
    'query ($s: String = "v") { must(id: 1, s: $s) }',
    { must: '{"id":"1","s":"v"}' },
  ],
  ['a custom scalar, by a literal', '{ when(day: "2024-02-29") }', { when: '{"day":"2024-02-29"}' }],
  [
    'custom scalars in a list, by a variable in it and as a whole',
    'query ($d: Date!, $all: [Date!]) { a: when(days: ["2024-01-01", $d]) b: when(days: $all) }',
    { a: '{"days":["2024-01-01","2024-12-31"]}', b: '{"days":["2023-01-01"]}' },
    { variables: { d: '2024-12-31', all: ['2023-01-01'] } },
  ],
  [
    'a custom scalar that its subgraph refuses',
    'query ($d: Date) { echo thing { note(day: $d) } }',
    null,
    { variables: { d: 'today' }, errors: ['DOWNSTREAM_SERVICE_ERROR thing'] },
  ],
  [
    'an object as a custom scalar, with a variable in it',
    'query ($v: String) { any(json: { a: [1, 2.5, { b: $v }], e: E, n: null }) }',
    { any: '{"json":{"a":[1,2.5,{"b":"x"}],"e":"E","n":null}}' },
    { variables: { v: 'x' } },
  ],
  [
    'any JSON as a variable',
    'query ($j: JSON) { any(json: $j) }',
    { any: '{"json":{"__typename":"x","a":[[],{}],"n":1.25}}' },
    { variables: { j: { __typename: 'x', a: [[], {}], n: 1.25 } } },
  ],
  ['any JSON as an answer', '{ answered }', { answered: { a: [1, { b: null }], c: 'é\u2028"' } }],
  [
    'lists of lists, and one for a list',
    '{ a: list b: list(of: [[1, 2], null, []]) c: list(of: [3]) d: list(of: 4) }',
    {
      a: '{"of":[[1],null]}',
      b: '{"of":[[1,2],null,[]]}',
      c: '{"of":[[3]]}',
      d: '{"of":[[4]]}',
    },
  ],
  [
    'one for a list, by a variable',
    'query ($l: [[Int!]]) { list(of: $l) }',
    { list: '{"of":[[5]]}' },
    { variables: { l: 5 } },
  ],
  ['an input as the default of an argument', '{ search }', { search: '{"where":{"limit":3,"text":"x"}}' }],
  [
    'inputs in inputs, with defaults on each level',
    '{ search(where: { all: [{ limit: 1 }, { not: { kind: B } }], range: {} }) }',
    {
      search:
        '{"where":{"all":[{"limit":1,"text":"x"},{"not":{"limit":10,"text":"x","kind":"B"},"limit":10,"text":"x"}],"limit":10,"text":"x","range":{"from":0.5}}}',
    },
  ],
  [
    'variables at every place of an input, of which some are not given',
    'query ($n: Int! = 2, $k: Kind, $t: [String], $none: String, $r: Range) { search(where: { limit: $n, kind: $k, tags: $t, text: $none, not: { ids: ["a"], range: $r } }) }',
    {
      search:
        '{"where":{"not":{"limit":10,"text":"x","ids":["a"],"range":{"from":0.5,"to":9}},"limit":2,"text":"x","kind":"A","tags":["p",null]}}',
    },
    { variables: { k: 'A', t: ['p', null], r: { to: 9 } } },
  ],
  [
    'the same variable for two subgraphs',
    'query ($w: Where!, $s: String = "same") { search(where: $w) echo(s: $s) thing { note(where: $w, s: $s) } }',
    {
      search: '{"where":{"limit":1,"text":"x"}}',
      echo: '{"s":"same"}',
      thing: { note: '{"s":"same","where":{"limit":1,"text":"x"},"kinds":["A"]}' },
    },
    { variables: { w: { limit: 1 } } },
  ],
  [
    'enums in a list, by a variable, for another subgraph',
    'query ($k: [Kind!]) { a: thing { note(kinds: $k) } b: thing(id: "2") { note(kinds: B) } }',
    { a: { note: '{"s":"n","kinds":["B","A"]}' }, b: { note: '{"s":"n","kinds":["B"]}' } },
    { variables: { k: ['B', 'A'] } },
  ],
  [
    'variables with the names that are ours',
    'query ($_literal_0: String, $representations: String, $_v0_representations: String) { a: echo(s: $_literal_0) b: echo(s: "lit") thing { c: note(s: $representations) d: note(s: $_v0_representations) } }',
    { a: '{"s":"zero"}', b: '{"s":"lit"}', thing: { c: '{"s":"rep","kinds":["A"]}', d: '{"s":"v0","kinds":["A"]}' } },
    { variables: { _literal_0: 'zero', representations: 'rep', _v0_representations: 'v0' }, stock: null },
  ],
  [
    'a variable in a fragment',
    'query ($s: String) { thing { ...N } } fragment N on Thing { note(s: $s) }',
    { thing: { note: '{"s":"in","kinds":["A"]}' } },
    { variables: { s: 'in' } },
  ],
  [
    'variables that nobody uses are let be',
    '{ echo(i: 1) }',
    { echo: '{"s":"d","i":1}' },
    { variables: { other: [1] } },
  ],
  ['a variable that must be given', 'query ($i: ID!) { must(id: $i) }', null, BAD],
  ['a variable of the wrong type', 'query ($i: Int) { echo(i: $i) }', null, { variables: { i: '1' }, ...BAD }],
  ['a variable beyond 32 bits', 'query ($i: Int) { echo(i: $i) }', null, { variables: { i: 2 ** 31 }, ...BAD }],
  [
    'null in a list of what may not be null',
    'query ($l: [[Int!]]) { list(of: $l) }',
    null,
    { variables: { l: [[1, null]] }, ...BAD },
  ],
  [
    'an input without what it needs',
    'query ($w: Where) { thing { note(where: $w) } }',
    null,
    { variables: { w: { limit: null } }, ...BAD },
  ],
  [
    'two faults: both are told',
    'query ($i: Int, $b: Boolean) { echo(i: $i, b: $b) }',
    null,
    { variables: { i: 'x', b: 'y' }, errors: ['BAD_USER_INPUT', 'BAD_USER_INPUT'] },
  ],
  ['a text that is not escaped twice', '{ echo(s: """a "b"\\n c""") }', { echo: '{"s":"a \\"b\\"\\\\n c"}' }],
];

describeFederation('variables', DESK, CASES, (federation) => {
  test.each([
    ['area', '{ area }'],
    ['answered', '{ answered }'],
  ])('a number that JSON cannot hold is null, and said to be wrong: %s', async (field, query) => {
    federation().instead.set('first', () => ({ body: `{"data":{"${field}":1e999}}` }));
    try {
      const { data, errors } = await federation().answer(query);
      expect({ data, errors: placesOf(errors) }).toEqual({
        data: { [field]: null },
        errors: [`SUBGRAPH_INVALID_VALUE ${field}`],
      });
    } finally {
      federation().instead.clear();
    }
  });
});
