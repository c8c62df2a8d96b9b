import { describe, expect, test } from '@jest/globals';
import DataLoader from 'dataloader';
import { graphql } from 'graphql';
import { shapeOf } from '../replica/ReplicaRow.ts';
import { notes } from '../testing/fixtures/notes/notes.ts';
import { buildUnitSchema } from './buildUnitSchema.ts';
import type { IResolvers } from './IResolvers.ts';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@provides", "@shareable"])
  scalar DateTime
  type Query {
    note: Note @provides(fields: "writer { name }")
    writer: Writer
  }
  type Note @key(fields: "id") { id: ID!  title: String  at: DateTime  writer: Writer }
  type Writer @key(fields: "id") { id: ID!  name: String @external  age: Int @external  own: String }
`;
const plan = (name: string, uses: string[]) => ({
  name,
  view: 'members.WriterCard',
  entity: 'Writer',
  uses,
  indexes: [],
  shape: shapeOf(uses),
});
const { Note } = notes.entities;
const documents = new Map([['n1', { _id: 'n1', title: 'Title', at: new Date(0), writer: { id: 'w1' } }]]);
const writers = new Map([['w1', { id: 'w1', name: 'Copied name' }]]);

/** Builds the schema with the given resolvers and answers an operation; `asked` are the loads of the copy. */
async function answer(source: string, resolvers: object = {}, plans = [plan('writer', ['name'])]) {
  const schema = buildUnitSchema({ ...notes, entities: { Note }, resolvers: resolvers as IResolvers }, sdl, plans);
  const asked: string[] = [];
  const contextValue = {
    entities: { Note: new DataLoader(async (ids: readonly string[]) => ids.map((id) => documents.get(id) ?? null)) },
    replicas: {
      writer: {
        load: async (id: string) => {
          asked.push(id);
          return writers.get(id) ?? null;
        },
      },
    },
  };
  const { data, errors } = await graphql({ schema, source, contextValue });
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors: errors?.map(({ message }) => message), asked };
}
const entities = (typename: string, id: string, selection: string) =>
  `{ _entities(representations: [{ __typename: "${typename}", id: "${id}" }]) { ... on ${typename} { ${selection} } } }`;

describe('an owned entity', () => {
  test('is found by its key; its id is its _id; its scalars are those of the kit', async () => {
    expect(await answer(entities('Note', 'n1', 'id title at'))).toMatchObject({
      data: { _entities: [{ id: 'n1', title: 'Title', at: '1970-01-01T00:00:00.000Z' }] },
      errors: undefined,
    });
  });

  test('that is not there is null', async () => {
    expect(await answer(entities('Note', 'none', 'id'))).toMatchObject({
      data: { _entities: [null] },
      errors: undefined,
    });
  });
});

describe('a copied entity', () => {
  test('has its external fields from the replica that keeps them, by its key alone', async () => {
    expect(await answer(entities('Note', 'n1', 'writer { id name }'))).toEqual({
      data: { _entities: [{ writer: { id: 'w1', name: 'Copied name' } }] },
      errors: undefined,
      asked: ['w1'],
    });
    expect(await answer(entities('Writer', 'w1', 'name'))).toMatchObject({ asked: ['w1'] });
  });

  test('is not asked for where only its key or its own fields are selected', async () => {
    const resolvers = { Writer: { own: ({ id }: { id: string }) => `own of ${id}` } };
    expect(await answer(entities('Writer', 'w1', 'id own'), resolvers)).toEqual({
      data: { _entities: [{ id: 'w1', own: 'own of w1' }] },
      errors: undefined,
      asked: [],
    });
  });

  test('whose owner has none has null fields', async () => {
    expect(await answer(entities('Writer', 'gone', 'id name'))).toMatchObject({
      data: { _entities: [{ id: 'gone', name: null }] },
      errors: undefined,
    });
  });

  test("keeps what its parent gave, and a unit's own resolver goes first", async () => {
    const given = { Query: { writer: () => ({ id: 'w1', name: 'Given' }) } };
    expect(await answer('{ writer { name } }', given)).toMatchObject({
      data: { writer: { name: 'Given' } },
      asked: [],
    });
    const own = { Query: { writer: () => ({ id: 'w1' }) }, Writer: { name: () => 'Resolved' } };
    expect(await answer('{ writer { name } }', own)).toMatchObject({
      data: { writer: { name: 'Resolved' } },
      asked: [],
    });
  });

  test('an external field that no replica keeps stays null', async () => {
    expect(await answer(entities('Writer', 'w1', 'age name'))).toMatchObject({
      data: { _entities: [{ age: null, name: 'Copied name' }] },
    });
  });
});

test('the declared resolvers are left as they were', async () => {
  const resolvers = Object.freeze({ Note: Object.freeze({ title: () => 'Own title' }) });
  expect(await answer(entities('Note', 'n1', 'id title'), resolvers)).toMatchObject({
    data: { _entities: [{ id: 'n1', title: 'Own title' }] },
  });
});

test.each([
  [{ Nothing: { id: () => 1 } }, 'notes: there is a resolver of the type Nothing, which schema.graphql has not.'],
  [{ Note: { tilte: () => 1 } }, 'notes: there is a resolver of Note.tilte, which schema.graphql has not.'],
])('a resolver of nothing is UNIT_INVALID', async (resolvers, message) => {
  await expect(answer('{ note { id } }', resolvers)).rejects.toMatchObject({ code: 'UNIT_INVALID', message });
});
