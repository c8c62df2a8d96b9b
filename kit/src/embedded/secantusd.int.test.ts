import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { type MongoServer, startMongo } from './startMongo.ts';

// Of the embedded server only: what is replaced of it must answer as a scan of the documents does.
interface Item {
  _id: string;
  a?: unknown;
  b?: { c?: unknown };
  tags?: unknown;
  live?: boolean;
  key?: string;
}

let server: MongoServer;
let client: mongo.MongoClient;
let collections = 0;

beforeAll(async () => {
  server = await startMongo({ env: { ...process.env, MONGODB_URI: '' } });
  client = await mongo.MongoClient.connect(server.uri);
}, 60_000);
afterAll(async () => {
  await client?.close();
  await server?.stop();
});

async function indexed(): Promise<mongo.Collection<Item>> {
  collections += 1;
  const items = client.db('indexes').collection<Item>(`items${collections}`);
  await items.createIndex({ a: 1 }, { name: 'a' });
  await items.createIndex({ 'b.c': -1, a: 1 }, { name: 'bc' });
  await items.createIndex({ tags: 1 }, { name: 'tags' });
  await items.createIndex({ a: 1, _id: 1 }, { name: 'live', partialFilterExpression: { live: true } });
  await items.createIndex({ key: 1 }, { name: 'key', unique: true, partialFilterExpression: { live: true } });
  await items.createIndex({ 'b.c': 1 }, { name: 'sparse', sparse: true });
  return items;
}

const value = fc.constantFrom<unknown>(0, 1, 2, '1', null, true, new Date(1));
const change = fc.oneof(
  fc.record({ $set: fc.record({ a: value }) }),
  fc.record({ $set: fc.record({ 'b.c': value }) }),
  fc.record({ $set: fc.record({ tags: fc.oneof(value, fc.array(value, { maxLength: 3 })) }) }),
  fc.record({ $set: fc.record({ live: fc.boolean() }) }),
  fc.record({ $set: fc.record({ key: fc.constantFrom('x', 'y', 'z') }) }),
  fc.constantFrom({ $unset: { a: 1 } }, { $unset: { 'b.c': 1 } }, { $unset: { b: 1 } }, { $set: { other: 1 } }),
);
const id = fc.constantFrom('1', '2', '3', '4', '5');
const write = fc.record({
  kind: fc.constantFrom('updateOne' as const, 'updateMany' as const, 'replaceOne' as const, 'deleteOne' as const),
  id,
  change,
  content: fc.record({ a: value, live: fc.boolean(), key: fc.constantFrom('x', 'y', 'z') }, { requiredKeys: [] }),
});

describe('indexes of the embedded MongoDB', () => {
  test('hold what the documents hold, whatever was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 5, maxLength: 40 }), async (writes) => {
        const items = await indexed();
        const operations = writes.map(({ kind, id: _id, change: update, content }) => {
          if (kind === 'deleteOne') return { deleteOne: { filter: { _id } } };
          if (kind === 'replaceOne') return { replaceOne: { filter: { _id }, replacement: content, upsert: true } };
          if (kind === 'updateMany') return { updateMany: { filter: { _id: { $in: [_id, '1'] } }, update } };
          return { updateOne: { filter: { _id, $nor: [{ live: 0 }] }, update, upsert: false } };
        });
        // Unordered: a key that is taken refuses one of them only.
        await items.bulkWrite(operations as never, { ordered: false }).catch((error: unknown) => {
          if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
        });
        const all = await items.find({}, { hint: { $natural: 1 } }).toArray();
        const keys = all.flatMap(({ live, key }) => (live === true ? [key ?? null] : []));
        expect(new Set(keys).size).toBe(keys.length);
        const reads: mongo.Filter<Item>[] = [
          ...[0, 1, '1', null, true].map((a) => ({ a })),
          ...[0, 1, '1', true].map((c) => ({ 'b.c': c })),
          ...[0, 1, '1', true].map((tags) => ({ tags })),
          ...[0, 1, '1'].map((a) => ({ a, live: true })),
          ...['x', 'y', 'z'].map((key) => ({ key, live: true })),
        ];
        for (const filter of reads) {
          // A condition that no index serves has every document looked at.
          const scanned = await items.find({ $and: [{ $or: [filter] }, { _id: { $ne: '' } }] } as never).toArray();
          const found = await items.find(filter).toArray();
          expect({ filter, ids: idsOf(found) }).toEqual({ filter, ids: idsOf(scanned) });
        }
        await items.drop();
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a key that a document lets go of may be taken, one that it holds may not', async () => {
    const items = await indexed();
    await items.insertMany([
      { _id: '1', key: 'x', live: true },
      { _id: '2', key: 'y', live: true },
    ]);
    const takeX = () => items.updateOne({ _id: '2', live: true }, { $set: { key: 'x' } });
    await expect(takeX()).rejects.toMatchObject({ code: 11_000 });
    await items.updateOne({ _id: '1' }, { $set: { a: 1 } });
    await expect(takeX()).rejects.toMatchObject({ code: 11_000 });
    await items.updateOne({ _id: '1' }, { $unset: { live: 1 } });
    await takeX();
    expect(await items.find({ key: 'x', live: true }).toArray()).toMatchObject([{ _id: '2' }]);
  });

  test('an index that is made between two bulk writes is kept by the second', async () => {
    const items = client.db('indexes').collection<Item>('late');
    await items.bulkWrite([{ insertOne: { document: { _id: '1', a: 1 } } }]);
    await items.createIndex({ a: 1 });
    await items.bulkWrite([{ updateOne: { filter: { _id: '1' }, update: { $set: { a: 2 } } } }]);
    expect(await items.find({ a: 2 }).toArray()).toHaveLength(1);
    expect(await items.find({ a: 1 }).toArray()).toHaveLength(0);
  });
});

test('a bulk write with journal survives a kill as soon as it is confirmed, the whole of it', async () => {
  const journaled = client
    .db('kept')
    .collection<{ _id: string; n: number }>('rows', { writeConcern: { w: 'majority', journal: true } });
  const ids = Array.from({ length: 200 }, (_, index) => `r${index}`);
  for (let round = 1; round <= 3; round += 1) {
    await journaled.bulkWrite(
      ids.map((_id) => ({ updateOne: { filter: { _id }, update: { $set: { n: round } }, upsert: true } })),
      { ordered: false },
    );
    await server.kill('SIGKILL');
    await server.restart();
    expect(await journaled.countDocuments({ n: round })).toBe(ids.length);
  }
}, 60_000);

const idsOf = (items: readonly Item[]): string[] => items.map(({ _id }) => _id).sort();
