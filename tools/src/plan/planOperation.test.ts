import { composeServices } from '@apollo/composition';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { OperationInvalid, planOperation } from './planOperation.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
let supergraphSdl: string;

beforeAll(() => {
  const subgraph = (name: string, sdl: string) => ({
    name,
    url: `http://${name}.test`,
    typeDefs: parse(`${link} ${sdl}`),
  });
  const { supergraphSdl: composed } = composeServices([
    subgraph('people', 'type Query { people: [Person] } type Person @key(fields: "id") { id: ID! name: String }'),
    subgraph(
      'notes',
      'type Query { note: Note } type Note { author: Person } type Person @key(fields: "id", resolvable: false) { id: ID! }',
    ),
  ]);
  supergraphSdl = composed ?? '';
});

describe('planning an operation', () => {
  test('counts root fetches as fetches and not as hops', () => {
    expect(planOperation(supergraphSdl, '{ people { name } note { author { id } } }')).toMatchObject({
      fetches: expect.arrayContaining(['people', 'notes']),
      hops: 0,
    });
  });

  test('counts following a reference as a hop', () => {
    const plan = planOperation(supergraphSdl, '{ note { author { name } } }');

    expect(plan).toMatchObject({ fetches: ['notes', 'people'], hops: 1 });
    expect(plan.text).toContain('Flatten(path: "note.author")');
  });

  test('counts what stands behind a condition', () => {
    const { fetches } = planOperation(
      supergraphSdl,
      'query ($with: Boolean!) { note { author { id name @include(if: $with) } } }',
    );

    expect(fetches).toEqual(['notes', 'people']);
  });

  test('needs no fetch for what the gateway answers itself', () => {
    expect(planOperation(supergraphSdl, '{ __typename }').fetches).toEqual([]);
  });

  test('plans the operation that is named, where there are several', () => {
    const two = 'query A { people { id } } query B { note { author { id } } }';

    expect(planOperation(supergraphSdl, two, 'B').fetches).toEqual(['notes']);
  });

  test('says where an operation does not fit', () => {
    expect(() => planOperation(supergraphSdl, '{ nobody }')).toThrow(OperationInvalid);
    expect(() => planOperation(supergraphSdl, '{ nobody }')).toThrow('Cannot query field "nobody" on type "Query".');
  });
});
