import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { type MongoServer, startMongo } from '../embedded/index.ts';
import { applyRows, newestOfEach } from './applyRows.ts';
import type { ReplicaRow } from './ReplicaRow.ts';

let server: MongoServer;
let client: mongo.MongoClient;
let collection: mongo.Collection<ReplicaRow>;
let tests = 0;

beforeAll(async () => {
  server = await startMongo();
  client = new mongo.MongoClient(server.uri, { retryWrites: false });
  await client.connect();
}, 60_000);
beforeEach(() => {
  tests += 1;
  collection = client.db('apply-rows').collection<ReplicaRow>(`rows-${tests}`);
});
afterAll(async () => {
  await client?.close();
  await server?.stop();
});

const at = new Date('2026-03-01T09:30:00.000Z');
const row = (_id: string, rev: number, more: Partial<ReplicaRow> = {}): ReplicaRow => ({
  _id,
  epoch: 1,
  rev,
  at,
  shape: 's',
  data: { id: _id, name: `${_id} at ${more.epoch ?? 1}.${rev}` },
  ...more,
});
const tombstone = (_id: string, rev: number): ReplicaRow => ({ _id, epoch: 1, rev, at, shape: 's', gone: true });
const stored = () => collection.find().sort({ _id: 1 }).toArray();

describe('rule 3: never backwards', () => {
  test('rows in any order, repeated, in batches of any size, end at the newest of each', async () => {
    const rows = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b'),
        epoch: fc.integer({ min: 1, max: 2 }),
        rev: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 10, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 4 }), fc.boolean(), async (all, size, mostlyNew) => {
        await collection.deleteMany({});
        const sent = all.map(({ id, epoch, rev }) => row(id, rev, { epoch }));
        for (let from = 0; from < sent.length; from += size)
          await applyRows(collection, sent.slice(from, from + size), { mostlyNew });
        expect(await stored()).toEqual(newestOfEach(sent).sort((a, b) => (a._id < b._id ? -1 : 1)));
      }),
      { numRuns: 25 },
    );
  });

  test('writers at once end at the newest, also where they race to create the row', async () => {
    for (let round = 0; round < 20; round += 1) {
      const ids = [`r${round}a`, `r${round}b`, `r${round}c`];
      // The newest comes from one writer only: read as stale after a lost race, it would be missing.
      await Promise.all(
        [3, 1, 4, 2].map((rev) =>
          applyRows(
            collection,
            ids.map((id) => row(id, rev)),
            { mostlyNew: rev === 3 && round % 2 === 0 },
          ),
        ),
      );
      expect(await collection.find({ _id: { $in: ids } }).toArray()).toEqual(
        expect.arrayContaining(ids.map((id) => row(id, 4))),
      );
    }
  });

  test('a duplicate-key answer is tried again, never read as stale; another failure is not', async () => {
    const ids = ['a', 'b', 'c'];
    const first = refusingOnce(collection, 'upsert', 11_000, [1]);
    await applyRows(
      first.collection,
      ids.map((id) => row(id, 2)),
    );
    expect(first.sent).toEqual([
      ['replace', ids],
      ['upsert', ids],
      ['upsert', ['b']],
    ]);
    expect(await stored()).toEqual(ids.map((id) => row(id, 2)));
    const inserted = refusingOnce(collection, 'insert', 11_000, [0]);
    await applyRows(inserted.collection, [row('d', 1), row('e', 1)]);
    expect(inserted.sent).toEqual([
      ['insert', ['d', 'e']],
      ['upsert', ['d']],
    ]);
    for (const [kind, rev] of [
      ['insert', 1],
      ['replace', 2],
      ['upsert', 2],
    ] as const) {
      const other = refusingOnce(collection, kind, 121, [0]);
      await expect(applyRows(other.collection, [row('f', rev)])).rejects.toMatchObject({
        writeErrors: [{ code: 121 }],
      });
      expect(other.sent.at(-1)).toEqual([kind, ['f']]);
    }
  });

  test('counts what it left out, whichever way it was written', async () => {
    expect(await applyRows(collection, [row('a', 1), row('b', 1)])).toBe(0);
    expect(await applyRows(collection, [row('a', 1), row('b', 2), row('c', 3)])).toBe(1);
    expect(await applyRows(collection, [row('a', 2), row('b', 2), row('c', 2), row('d', 1)])).toBe(2);
    expect(await applyRows(collection, [row('a', 3), row('b', 3), row('c', 3)], { mostlyNew: true })).toBe(1);
    expect(await stored()).toEqual([row('a', 3), row('b', 3), row('c', 3), row('d', 1)]);
  });

  test('a higher epoch is newer whatever its rev', async () => {
    await applyRows(collection, [row('a', 9)]);
    await applyRows(collection, [row('a', 1, { epoch: 2 })]);
    await applyRows(collection, [row('a', 99)]);
    expect(await stored()).toEqual([row('a', 1, { epoch: 2 })]);
  });

  test('content at one revision never changes', async () => {
    await applyRows(collection, [row('a', 2)]);
    await applyRows(collection, [row('a', 2, { data: { id: 'a', name: 'another content' } })]);
    expect(await stored()).toEqual([row('a', 2)]);
  });
});

describe('PROTOCOL "Replica rows"', () => {
  test('the same revision in another shape replaces; an older one does not', async () => {
    await applyRows(collection, [row('a', 2)]);
    await applyRows(collection, [row('a', 1, { shape: 't' })]);
    expect(await stored()).toEqual([row('a', 2)]);
    await applyRows(collection, [row('a', 2, { shape: 't', data: { id: 'a', other: 1 } })]);
    expect(await stored()).toEqual([row('a', 2, { shape: 't', data: { id: 'a', other: 1 } })]);
  });

  test('of two shapes of one revision the later generation stays, whoever writes last', async () => {
    const earlier = (rev: number) => row('a', rev, { shape: 's', generation: 7 });
    const later = (rev: number) => row('a', rev, { shape: 't', generation: 8 });
    await applyRows(collection, [earlier(2)]);
    await applyRows(collection, [later(2)]);
    await applyRows(collection, [earlier(2)]);
    await applyRows(collection, [row('a', 2)]);
    expect(await stored()).toEqual([later(2)]);
    // A newer revision is newer in any shape; the later generation gets it too, and replaces it.
    await applyRows(collection, [earlier(3)]);
    await applyRows(collection, [later(3)]);
    expect(await stored()).toEqual([later(3)]);
  });

  test('rule 7: a tombstone is a revision like any other, and nothing of the entity is left', async () => {
    await applyRows(collection, [row('a', 1), row('b', 3)]);
    await applyRows(collection, [tombstone('a', 2), tombstone('b', 2)]);
    expect(await stored()).toEqual([tombstone('a', 2), row('b', 3)]);
    await applyRows(collection, [row('a', 3), row('a', 1)]);
    expect(await stored()).toEqual([row('a', 3), row('b', 3)]);
  });

  test('content that looks like MongoDB expressions is stored as it is', async () => {
    const data = { id: 'a', name: '$$ROOT', price: { $add: ['$rev', 1] }, empty: null, list: ['$at'] };
    await applyRows(collection, [row('a', 1, { data })]);
    expect(await stored()).toEqual([row('a', 1, { data })]);
  });

  test('no rows are no write', async () => {
    await applyRows(collection, []);
    expect(await stored()).toEqual([]);
  });
});

/** The collection, with other bulk writes. */
function writing(
  real: mongo.Collection<ReplicaRow>,
  bulkWrite: mongo.Collection<ReplicaRow>['bulkWrite'],
): mongo.Collection<ReplicaRow> {
  return new Proxy(real, {
    get: (target, key) => (key === 'bulkWrite' ? bulkWrite : Reflect.get(target, key, target)),
  });
}

type Kind = 'insert' | 'replace' | 'upsert';

/** Answers the first bulk write of a kind with an error at the given operations; the others of it are carried out. */
function refusingOnce(real: mongo.Collection<ReplicaRow>, kind: Kind, code: number, indexes: readonly number[]) {
  const sent: [Kind, string[]][] = [];
  let refused = false;
  const bulkWrite: typeof real.bulkWrite = async (operations, options) => {
    const [first] = operations;
    const sentKind =
      first !== undefined && 'insertOne' in first ? 'insert' : 'replaceOne' in (first ?? {}) ? 'replace' : 'upsert';
    sent.push([sentKind, operations.map(idOf)]);
    if (refused || sentKind !== kind) return real.bulkWrite(operations, options);
    refused = true;
    const accepted = operations.filter((_, index) => !indexes.includes(index));
    if (accepted.length > 0) await real.bulkWrite(accepted, options);
    throw Object.assign(new Error('refused'), { writeErrors: indexes.map((index) => ({ code, index })) });
  };
  return { sent, collection: writing(real, bulkWrite) };
}

function idOf(operation: unknown): string {
  const { insertOne, replaceOne, updateOne } = operation as {
    insertOne?: { document: { _id: string } };
    replaceOne?: { filter: { _id: string } };
    updateOne?: { filter: { _id: string } };
  };
  return insertOne?.document._id ?? replaceOne?.filter._id ?? updateOne?.filter._id ?? '';
}
