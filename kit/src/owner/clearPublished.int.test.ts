import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { eventually } from '../testing/eventually.ts';
import { startTestServers, type TestServers } from '../testing/startTestServers.ts';
import { clearPublished } from './clearPublished.ts';
import type { StampedDocument } from './OwnedEntity.ts';

let servers: TestServers;
let client: mongo.MongoClient;
beforeAll(async () => {
  servers = await startTestServers();
  client = await new mongo.MongoClient(servers.mongo.uriFor('clearing')).connect();
}, 60_000);
afterAll(async () => {
  await client?.close();
  await servers?.stop();
});

test('clearing and a transaction that writes one of the documents, and then another of them, both end', async () => {
  const collection = client.db().collection<StampedDocument>('Stock');
  const documents = ['a', 'b', 'c'].map((_id) => {
    const _stamp = { rev: 1, epoch: 1, at: new Date(), live: true as const, dirty: new Date() };
    return { _id, _stamp } as StampedDocument;
  });
  await collection.insertMany(documents as never);
  const change = { $inc: { '_stamp.rev': 1 } } as never;

  let clearing: Promise<void> | undefined;
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await collection.updateOne({ _id: 'b' }, change, { session });
      clearing ??= clearPublished(collection, documents);
      // It has begun, and waits for b.
      await eventually(
        'a to be clear',
        async () => (await collection.findOne({ _id: 'a' }))?._stamp.dirty === undefined,
      );
      await collection.updateOne({ _id: 'c' }, change, { session });
    }),
  );
  await clearing;
  const found = await collection.find().sort({ _id: 1 }).toArray();
  // b was written meanwhile: it stays dirty for its new revision.
  expect(found.map(({ _stamp: { rev, dirty } }) => [rev, dirty === undefined])).toEqual([
    [1, true],
    [2, false],
    [2, expect.any(Boolean)],
  ]);
}, 30_000);
