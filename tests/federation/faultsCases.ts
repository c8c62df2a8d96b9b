import { describe, expect, test } from '@jest/globals';
import type { Said } from './createFederation.ts';
import { type Case, describeFederation, placesOf } from './describeFederation.ts';

interface Keyed {
  readonly id: string;
}
const self = (reference: object) => reference;
const fail = (message: string, code?: string): never => {
  throw Object.assign(new Error(message), code === undefined ? {} : { extensions: { code } });
};
const ids = (...all: readonly string[]) => all.map((id) => ({ id }));

/** Towns of a country, their streets and the houses there; each from another subgraph, with errors here and there. */
const MAP = {
  towns: {
    sdl: `type Query { towns: [Town]! sure: [Town!] blocks: [[Town!]]! town(id: ID!): Town must: Town! broken: String! calm: String }
      type Town @key(fields: "id") { id: ID! name: String mayor: Person twin: Town }
      type Person @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        towns: () => ids('1', '2', '3'),
        sure: () => ids('1', '2'),
        blocks: () => [ids('1', '3'), null, ids('2', '1')],
        town: (_: unknown, { id }: Keyed) => (id === '0' ? fail('no town', 'TOWN_UNKNOWN') : { id }),
        must: () => ({ id: '2' }),
        broken: () => fail('broken'),
        calm: () => 'calm',
      },
      Town: {
        __resolveReference: self,
        name: ({ id }: Keyed) => (id === '3' ? fail('no name') : `Town ${id}`),
        mayor: ({ id }: Keyed) => ({ id: `m${id}` }),
        twin: ({ id }: Keyed) => ({ id: id === '1' ? '2' : '1' }),
      },
    },
  },
  streets: {
    sdl: `type Town @key(fields: "id") { id: ID! streets: [Street!] main: Street! motto: String! rank: Int }
      type Street @key(fields: "id") { id: ID! name: String length: Int! }`,
    resolvers: {
      Town: {
        __resolveReference: async ({ id }: Keyed) => (id === '3' ? fail('not on the map', 'OFF_MAP') : { id }),
        streets: ({ id }: Keyed) => ids(`${id}a`, `${id}b`),
        main: ({ id }: Keyed) => ({ id: `${id}a` }),
        motto: ({ id }: Keyed) => (id === '2' ? null : 'on!'),
        rank: ({ id }: Keyed) => Number(id),
      },
      Street: {
        __resolveReference: self,
        name: ({ id }: Keyed) => (id.endsWith('b') ? fail(`no name of ${id}`) : `Street ${id}`),
        length: ({ id }: Keyed) => (id === '2b' ? fail('not measured', 'UNMEASURED') : 10),
      },
    },
  },
  houses: {
    sdl: `type Street @key(fields: "id") { id: ID! houses: [[House]!] first: House! }
      type House { no: Int! colour: String owner: Person! }
      type Person @key(fields: "id") { id: ID! age: Int! nick: String }`,
    resolvers: {
      Street: {
        __resolveReference: self,
        houses: ({ id }: Keyed) => [[{ no: 1, id }, null], [{ no: 2, id }]],
        first: ({ id }: Keyed) => ({ no: 1, id }),
      },
      House: {
        colour: ({ no, id }: { no: number } & Keyed) => (no === 2 ? fail(`no colour of ${id}`) : 'red'),
        owner: ({ no, id }: { no: number } & Keyed) => (no === 2 ? null : { id }),
      },
      Person: {
        __resolveReference: self,
        age: ({ id }: Keyed) => (id === 'm2' ? fail('no age') : 50),
        nick: () => 'N',
      },
    },
  },
};
const DOWN = 'DOWNSTREAM_SERVICE_ERROR';

const CASES: readonly Case[] = [
  [
    'one of a list: its index is told',
    '{ towns { name } }',
    { towns: [{ name: 'Town 1' }, { name: 'Town 2' }, { name: null }] },
    { errors: [`${DOWN} towns.2.name`] },
  ],
  [
    'an entity that its subgraph fails to find: only what it has is lost',
    '{ towns { id rank } }',
    {
      towns: [
        { id: '1', rank: 1 },
        { id: '2', rank: 2 },
        { id: '3', rank: null },
      ],
    },
    { errors: ['OFF_MAP towns.2'] },
  ],
  [
    'fields of a list in a list, of another subgraph',
    '{ towns { streets { name } } }',
    {
      towns: [
        { streets: [{ name: 'Street 1a' }, { name: null }] },
        { streets: [{ name: 'Street 2a' }, { name: null }] },
        { streets: null },
      ],
    },
    { errors: [`${DOWN} towns.0.streets.1.name`, `${DOWN} towns.1.streets.1.name`, 'OFF_MAP towns.2'] },
  ],
  [
    'null that may not be goes up to the list in which it may',
    '{ towns { id streets { length } } }',
    {
      towns: [
        { id: '1', streets: [{ length: 10 }, { length: 10 }] },
        { id: '2', streets: null },
        { id: '3', streets: null },
      ],
    },
    { errors: ['UNMEASURED towns.1.streets.1.length', 'OFF_MAP towns.2'] },
  ],
  [
    'lists of lists of three subgraphs',
    '{ town(id: "1") { streets { id houses { no colour } } } }',
    {
      town: {
        streets: ['1a', '1b'].map((id) => ({
          id,
          houses: [[{ no: 1, colour: 'red' }, null], [{ no: 2, colour: null }]],
        })),
      },
    },
    { errors: [`${DOWN} town.streets.0.houses.1.0.colour`, `${DOWN} town.streets.1.houses.1.0.colour`] },
  ],
  [
    'null that may not be, deep in lists of lists, costs the innermost that may be null',
    '{ town(id: "1") { main { houses { no owner { id } } } } }',
    { town: { main: { houses: [[{ no: 1, owner: { id: '1a' } }, null], [null]] } } },
    { errors: [`${DOWN} town.main.houses.1.0.owner`] },
  ],
  [
    'an entity that may not lack a field is null, at its place',
    '{ towns { id motto } }',
    { towns: [{ id: '1', motto: 'on!' }, null, null] },
    { errors: [`${DOWN} towns.1.motto`, 'OFF_MAP towns.2'] },
  ],
  [
    'a list of what may not be null is null',
    '{ calm sure { motto } }',
    { calm: 'calm', sure: null },
    { errors: [`${DOWN} sure.1.motto`] },
  ],
  [
    'lists of lists of entities',
    '{ blocks { id motto } }',
    { blocks: [null, null, null] },
    { errors: ['OFF_MAP blocks.0.1', `${DOWN} blocks.2.0.motto`] },
  ],
  ['up to the root', '{ calm must { motto } }', null, { errors: [`${DOWN} must.motto`] }],
  [
    'the same entity in two places: both are told',
    '{ a: town(id: "2") { motto } b: town(id: "1") { twin { motto } } }',
    { a: null, b: { twin: null } },
    { errors: [`${DOWN} a.motto`, `${DOWN} b.twin.motto`] },
  ],
  [
    'errors of two subgraphs for one object',
    '{ town(id: "3") { id name rank } }',
    { town: { id: '3', name: null, rank: null } },
    { errors: [`${DOWN} town.name`, 'OFF_MAP town'] },
  ],
  [
    'a code of a subgraph',
    '{ town(id: "0") { rank } calm }',
    { town: null, calm: 'calm' },
    { errors: ['TOWN_UNKNOWN town'] },
  ],
  ['an error at the root where null may not be', '{ calm broken }', null, { errors: [`${DOWN} broken`] }],
  [
    'an error under another name',
    '{ places: towns { called: name } }',
    { places: [{ called: 'Town 1' }, { called: 'Town 2' }, { called: null }] },
    { errors: [`${DOWN} places.2.called`] },
  ],
  [
    'a field that fails beside one of the same entity that does not',
    '{ towns { mayor { nick } } town(id: "2") { mayor { age } } }',
    { towns: [{ mayor: { nick: 'N' } }, { mayor: { nick: 'N' } }, { mayor: { nick: 'N' } }], town: { mayor: null } },
    { errors: [`${DOWN} town.mayor.age`] },
  ],
];

const towns = (...ranks: readonly (number | null)[]) => ({
  towns: ranks.map((rank, index) => ({ id: `${index + 1}`, rank })),
});
const LOST = towns(null, null, null);
const FULL = { _entities: [{ rank: 1 }, { rank: 2 }, { rank: 3 }] };

/** What streets says when it is asked for the ranks of three towns, and what comes of it. */
const SAID: readonly (readonly [what: string, said: Said, data: object, errors: readonly string[]])[] = [
  [
    '400 with errors',
    { status: 400, body: { errors: [{ message: 'bad', extensions: { code: 'BAD' } }] } },
    LOST,
    ['BAD towns'],
  ],
  ['422 with data', { status: 422, body: { data: FULL } }, towns(1, 2, 3), []],
  [
    '500 with a GraphQL body',
    { status: 500, body: { data: FULL, errors: [{ message: 'x' }] } },
    LOST,
    ['SUBGRAPH_UNAVAILABLE towns'],
  ],
  ['503', { status: 503, body: { data: FULL } }, LOST, ['SUBGRAPH_UNAVAILABLE towns']],
  ['data: null with an error', { body: { data: null, errors: [{ message: 'all' }] } }, LOST, [`${DOWN} towns`]],
  ['data: null without one', { body: { data: null } }, LOST, ['SUBGRAPH_UNAVAILABLE towns']],
  [
    'fields nobody asked for',
    {
      body: {
        data: { _entities: [{ rank: 1, x: {}, toString: 1 }, { rank: 2 }, { rank: 3 }], y: 1 },
        z: 1,
      },
    },
    towns(1, 2, 3),
    [],
  ],
  ['too few entities', { body: { data: { _entities: [{ rank: 1 }] } } }, LOST, ['SUBGRAPH_UNAVAILABLE towns']],
  [
    'too many entities',
    { body: { data: { _entities: [...FULL._entities, { rank: 4 }] } } },
    LOST,
    ['SUBGRAPH_UNAVAILABLE towns'],
  ],
  ['entities that are null', { body: { data: { _entities: [null, { rank: 2 }, null] } } }, towns(null, 2, null), []],
  [
    'null for all entities, with an error',
    { body: { data: { _entities: null }, errors: [{ message: 'x', path: ['_entities'] }] } },
    LOST,
    [`${DOWN} towns`],
  ],
  [
    'an error of an entity that is not there',
    { body: { data: FULL, errors: [{ message: 'x', path: ['_entities', 9, 'rank'] }] } },
    towns(1, 2, 3),
    [`${DOWN} towns`],
  ],
  [
    'a number where JSON has none',
    { body: `{"data":{"_entities":[{"rank":1e400},{"rank":2},{"rank":3}]}}` },
    towns(null, 2, 3),
    ['SUBGRAPH_INVALID_VALUE towns.0.rank'],
  ],
  [
    'keys of a prototype',
    { body: '{"data":{"_entities":[{"rank":1,"__proto__":{"name":"x"},"constructor":1},{"rank":2},{"rank":3}]}}' },
    towns(1, 2, 3),
    [],
  ],
];

describeFederation('errors over several subgraphs', MAP, CASES, (federation) => {
  describe('a subgraph says', () => {
    test.each(SAID)('%s', async (_what, said, data, errors) => {
      federation().instead.set('streets', () => said);
      try {
        const answer = await federation().answer('{ towns { id rank } }');
        expect({ data: answer.data, errors: placesOf(answer.errors) }).toEqual({ data, errors });
      } finally {
        federation().instead.clear();
      }
    });
  });
});
