import { expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import { type Case, describeFederation, placesOf } from './describeFederation.ts';

/** Two subgraphs, and what clients may do with an operation beside naming fields. */
const DUO = {
  left: {
    sdl: `"The start." type Query { pair: Pair pairs: [Pair!]! old: String @deprecated(reason: "use pair") }
      type Subscription { changed: Int }
      "Two things." type Pair @key(fields: "id") { id: ID! left: String! inner: Inner }
      type Inner { deep: Inner value: Int }`,
    resolvers: {
      Query: { pair: () => ({ id: '1' }), pairs: () => [{ id: '1' }, { id: '2' }], old: () => 'old' },
      Pair: {
        left: ({ id }: { id: string }) => `l${id}`,
        inner: () => ({ value: 1, deep: { value: 2, deep: { value: 3, deep: null } } }),
      },
      Subscription: { changed: { subscribe: () => undefined } },
    },
  },
  right: {
    sdl: 'type Pair @key(fields: "id") { id: ID! right(of: Int = 1): String! twin: Pair }',
    resolvers: {
      Pair: {
        right: ({ id }: { id: string }, { of }: { of: number }) => `r${id}.${of}`,
        twin: ({ id }: { id: string }) => (id === '1' ? { id: '2' } : null),
      },
    },
  },
};
const yes = { variables: { yes: true, no: false } };
const DECLARED = 'query ($yes: Boolean!, $no: Boolean!)';

const CASES: readonly Case[] = [
  [
    'skip on a field of another subgraph: it is not asked',
    `${DECLARED} { pair { left right @skip(if: $yes) twin @include(if: $no) { id } } }`,
    { pair: { left: 'l1' } },
    { ...yes, asks: ['left'] },
  ],
  [
    'skip on a field of the root: nobody is asked',
    `${DECLARED} { pair @skip(if: $yes) { right } old @include(if: $no) }`,
    {},
    { ...yes, asks: [] },
  ],
  [
    'skip and include at once: both must hold',
    `${DECLARED} { a: pair @skip(if: $no) @include(if: $yes) { id } b: pair @skip(if: $no) @include(if: $no) { id } c: pair @skip(if: $yes) @include(if: $yes) { id } }`,
    { a: { id: '1' } },
    yes,
  ],
  [
    'skip on fragments, named and not',
    `${DECLARED} { pair { id ...R @skip(if: $yes) ... on Pair @include(if: $no) { left } ... @skip(if: $no) { l: left } } } fragment R on Pair { right }`,
    { pair: { id: '1', l: 'l1' } },
    { ...yes, asks: ['left'] },
  ],
  [
    'nested: what is within what is left out is, too',
    `${DECLARED} { pair { ... @include(if: $yes) { left ... @include(if: $no) { right twin { right @include(if: $yes) } } twin @skip(if: $no) { r: right @include(if: $yes) id @skip(if: $yes) } } } }`,
    { pair: { left: 'l1', twin: { r: 'r2.1' } } },
    yes,
  ],
  [
    'literals',
    '{ pair { left @skip(if: true) right @include(if: true) twin @include(if: false) { id } } }',
    { pair: { right: 'r1.1' } },
  ],
  [
    'a default of the variable',
    'query ($w: Boolean = true) { pair { left @include(if: $w) right @skip(if: $w) } }',
    { pair: { left: 'l1' } },
  ],
  [
    'another value than the default',
    'query ($w: Boolean = true) { pair { left @include(if: $w) right @skip(if: $w) } }',
    { pair: { right: 'r1.1' } },
    { variables: { w: false } },
  ],
  [
    'one field twice, of which one is left out',
    `query ($yes: Boolean!) { pair { right @skip(if: $yes) ... @include(if: $yes) { right } } }`,
    { pair: { right: 'r1.1' } },
    yes,
  ],
  [
    'selections of one field, of which some are left out',
    `query ($no: Boolean!) { pair { twin @include(if: $no) { left } twin { id } } }`,
    { pair: { twin: { id: '2' } } },
    yes,
  ],
  [
    'all of an object is left out: it is empty',
    `query ($yes: Boolean!) { pair { left @skip(if: $yes) } }`,
    { pair: {} },
    yes,
  ],
  [
    'all of an object of another subgraph is left out: whether it is there is told',
    `query ($yes: Boolean!) { pairs { id twin { right @skip(if: $yes) } } }`,
    {
      pairs: [
        { id: '1', twin: {} },
        { id: '2', twin: null },
      ],
    },
    yes,
  ],
  [
    'a fragment used twice, with other conditions',
    `${DECLARED} { a: pair { ...F @include(if: $yes) } b: pair { id ...F @include(if: $no) } } fragment F on Pair { right }`,
    { a: { right: 'r1.1' }, b: { id: '1' } },
    yes,
  ],
  [
    'a variable for a condition and an argument',
    'query ($w: Boolean!, $n: Int) { pair { right(of: $n) @include(if: $w) left @skip(if: $w) } }',
    { pair: { right: 'r1.5' } },
    { variables: { w: true, n: 5 } },
  ],
  [
    'a condition on __typename',
    `${DECLARED} { __typename @skip(if: $yes) pair { __typename @include(if: $yes) t: __typename @include(if: $no) } }`,
    { pair: { __typename: 'Pair' } },
    yes,
  ],
  [
    'a condition on introspection',
    `${DECLARED} { __schema @skip(if: $yes) { queryType { name } } __type(name: "Pair") { name fields @include(if: $no) { name } } }`,
    { __type: { name: 'Pair' } },
    { ...yes, asks: [] },
  ],
  [
    'a condition that is not given',
    'query ($w: Boolean!) { pair { id @skip(if: $w) } }',
    null,
    { errors: ['BAD_USER_INPUT'] },
  ],
  [
    'a type within itself',
    '{ pair { inner { value deep { value deep { value deep { value } } } } } }',
    { pair: { inner: { value: 1, deep: { value: 2, deep: { value: 3, deep: null } } } } },
  ],
  [
    'one of several operations',
    'query A { old } query B { pair { right } }',
    { pair: { right: 'r1.1' } },
    { operationName: 'B', asks: ['left', 'right'] },
  ],
  [
    'none of several is named',
    'query A { old } query B { pair { right } }',
    null,
    { errors: ['OPERATION_RESOLUTION_FAILURE'] },
  ],
  ['a name of none', 'query A { old }', null, { operationName: 'C', errors: ['OPERATION_RESOLUTION_FAILURE'] }],
  ['a text that is none', '{ pair { id }', null, { errors: ['GRAPHQL_PARSE_FAILED'] }],
  ['a field that is not there', '{ pair { middle } }', null, { errors: ['GRAPHQL_VALIDATION_FAILED'] }],
  [
    'introspection in a query with data, by fragments and under names',
    '{ s: __schema { ...S } pair { right } } fragment S on __Schema { name: queryType { name } types: subscriptionType { name } }',
    { s: { name: { name: 'Query' }, types: { name: 'Subscription' } }, pair: { right: 'r1.1' } },
  ],
  [
    'descriptions and what is deprecated',
    '{ __type(name: "Query") { description fields(includeDeprecated: true) { name isDeprecated deprecationReason } } }',
    {
      __type: {
        description: 'The start.',
        fields: [
          ['pair', null],
          ['pairs', null],
          ['old', 'use pair'],
        ].map(([name, reason]) => ({ name, isDeprecated: reason !== null, deprecationReason: reason })),
      },
    },
  ],
  ['fields of federation are not there', '{ _service { sdl } }', null, { errors: ['GRAPHQL_VALIDATION_FAILED'] }],
  [
    'entities are not there',
    '{ _entities(representations: []) { __typename } }',
    null,
    { errors: ['GRAPHQL_VALIDATION_FAILED'] },
  ],
];

describeFederation('conditions, operations and introspection', DUO, CASES, (federation) => {
  test('the whole schema, as clients ask for it, has nothing of federation', async () => {
    const data = (await federation().execute(getIntrospectionQuery())) as IntrospectionQuery;
    const schema = printSchema(buildClientSchema(data));
    expect(schema).toContain('type Pair {');
    expect(schema).not.toMatch(/join__|link__|_Any|_Entity|_service|@key|core/);
  });

  test('a subscription is refused with a code, and asks nobody', async () => {
    federation().asked.length = 0;
    const { data, errors } = await federation().answer('subscription { changed }');
    expect({ data, errors: placesOf(errors) }).toEqual({ data: null, errors: ['PLAN_UNSUPPORTED'] });
    expect(errors[0]?.message).toMatch(/subscription/i);
    expect(federation().asked).toEqual([]);
  });

  test.each(['@defer', '@defer(label: "l")'])('%s is no directive here', async (directive) => {
    const { data, errors } = await federation().answer(`{ pair { id ... ${directive} { right } } }`);
    expect({ data, errors: placesOf(errors) }).toEqual({ data: null, errors: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(errors[0]?.message).toContain('@defer');
  });

  test('one text answers by the values of its conditions, whichever came first', async () => {
    const text = `${DECLARED} { pair { left @include(if: $yes) right @include(if: $no) } }`;
    const asked = [true, false].flatMap((yes) => [true, false].map((no) => ({ yes, no })));
    for (let round = 0; round < 2; round += 1)
      for (const variables of asked)
        expect(await federation().execute(text, variables)).toEqual({
          pair: { ...(variables.yes ? { left: 'l1' } : {}), ...(variables.no ? { right: 'r1.1' } : {}) },
        });
  });
});
