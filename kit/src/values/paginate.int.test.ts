import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { type MongoServer, startMongo } from '../embedded/index.ts';
import { createEntityModel } from '../owner/createEntityModel.ts';
import type { EntityModel } from '../owner/EntityModel.ts';
import { type EntityDocument, entitySchema } from '../owner/entitySchema.ts';
import type { Connection } from './Connection.ts';
import { type List, paginate } from './paginate.ts';

interface RowDocument extends EntityDocument {
  rank: number;
  name: string;
  at: Date;
}

let mongo: MongoServer;
let connection: mongoose.Connection;
let model: EntityModel<RowDocument>;

beforeAll(async () => {
  mongo = await startMongo();
  connection = await mongoose.createConnection(mongo.uriFor('pages')).asPromise();
  const schema = entitySchema<RowDocument>({ rank: Number, name: String, at: Date });
  const stampSource = () => ({ epoch: 1, now: new Date() });
  model = createEntityModel(connection, schema, {
    entity: 'Row',
    stampSource,
    written: () => undefined,
    validateEvent: () => undefined,
  });
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await mongo?.stop();
});
beforeEach(() => connection.db?.collection('Row').deleteMany({}));

const row = (_id: string, rank: number): RowDocument => ({
  _id,
  rank,
  name: `n${rank % 2}`,
  at: new Date(rank * 1_000),
});

/** Every id of a list, read page by page. */
async function readAll(list: List<RowDocument>, first: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page: Connection<RowDocument> = await paginate(model, list, { first, after });
    ids.push(...page.edges.map(({ node }) => node._id));
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  return ids;
}

test('pages of any size put together are the list, also where many rows are level', async () => {
  const ranks = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 });
  const sorts = fc.constantFrom<List<RowDocument>['sort']>({ rank: 1 }, { at: -1 }, { name: 1, rank: -1 }, {});
  await fc.assert(
    fc.asyncProperty(ranks, sorts, fc.integer({ min: 1, max: 5 }), async (values, sort, first) => {
      await connection.db?.collection('Row').deleteMany({});
      if (values.length > 0) await model.insertMany(values.map((rank, i) => row(`r${i}`, rank)));
      const whole = (await paginate(model, { sort }, { first: 100 })).edges.map(({ node }) => node._id);
      expect(whole).toHaveLength(values.length);
      expect(await readAll({ sort }, first)).toEqual(whole);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('a row that comes in before the cursor meanwhile shows nothing twice', async () => {
  await model.insertMany([row('b', 2), row('c', 3), row('d', 4)]);
  const list: List<RowDocument> = { sort: { rank: 1 } };
  const first = await paginate(model, list, { first: 2 });
  await model.create(row('a', 1));
  const second = await paginate(model, list, { first: 2, after: first.pageInfo.endCursor });
  expect([...first.edges, ...second.edges].map(({ node }) => node._id)).toEqual(['b', 'c', 'd']);
});

test('a filter holds on each page and for the count, and what was deleted is in neither', async () => {
  await model.insertMany([1, 2, 3, 4, 5, 7].map((rank) => row(`r${rank}`, rank)));
  await model.deleteOne({ _id: 'r3' });
  const list: List<RowDocument> = { filter: { name: 'n1' }, sort: { rank: -1 } };
  expect(await readAll(list, 1)).toEqual(['r7', 'r5', 'r1']);
  expect(await (await paginate(model, list, { first: 1 })).totalCount()).toBe(3);
});

test('several filters are one list, page by page, and counted together; none is an empty one', async () => {
  await model.insertMany([1, 2, 3, 4, 5, 6, 7].map((rank) => row(`r${rank % 4}${rank}`, rank % 4)));
  const list: List<RowDocument> = { filter: [{ rank: { $lt: 1 } }, { rank: 1 }, { rank: 3 }], sort: { rank: -1 } };
  const inOneGo: List<RowDocument> = { filter: { rank: { $ne: 2 } }, sort: { rank: -1 } };
  expect(await readAll(list, 2)).toEqual(await readAll(inOneGo, 5));
  expect(await readAll(list, 2)).toEqual(['r37', 'r33', 'r15', 'r11', 'r04']); // again, from what was remembered
  expect(await (await paginate(model, list, {})).totalCount()).toBe(5);
  expect((await paginate(model, { filter: [], sort: { rank: 1 } }, {})).edges).toEqual([]);
});

test('an empty list is an empty page', async () => {
  const { edges, pageInfo } = await paginate(model, { sort: { rank: 1 } }, {});
  expect([edges, pageInfo]).toEqual([
    [],
    { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  ]);
});

test('a row without the field that the list is sorted by is our fault, and says so', async () => {
  await model.create({ ...row('r1', 1), name: undefined as never });
  await expect(paginate(model, { sort: { name: 1 } }, {})).rejects.toThrow(
    'Expected every document of a list to hold "name", by which it is sorted; "r1" does not.',
  );
});
