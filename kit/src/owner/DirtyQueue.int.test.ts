import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mongo } from 'mongoose';
import { startMongo } from '../embedded/index.ts';
import { DirtyQueue } from './DirtyQueue.ts';
import type { StampedDocument } from './OwnedEntity.ts';

let server: Awaited<ReturnType<typeof startMongo>>;
let client: mongo.MongoClient;
let collection: mongo.Collection<StampedDocument>;

beforeAll(async () => {
  server = await startMongo();
  client = await mongo.MongoClient.connect(server.uri);
  collection = client.db(`dirty${process.pid}`).collection('Entity');
  await collection.createIndex({ '_stamp.dirty': 1 }, { sparse: true });
}, 60_000);
afterAll(async () => {
  await collection?.drop();
  await client?.close();
  await server?.stop();
});

test('a backlog is taken whole, oldest first, in full batches, wherever its writes lie in time', async () => {
  const gap = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(0, 1) }, fc.integer({ min: 2, max: 100_000 }));
  await fc.assert(
    fc.asyncProperty(fc.array(gap, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), async (gaps, size) => {
      let at = 1_700_000_000_000;
      const times = gaps.map((each) => {
        at += each;
        return at;
      });
      await collection.deleteMany({});
      const stamped = (time: number) => ({ rev: 1, epoch: 1, live: true as const, dirty: new Date(time) });
      if (times.length > 0)
        await collection.insertMany(times.map((time, index) => ({ _id: `e${index}`, _stamp: stamped(time) })));
      await collection.insertOne({ _id: 'later', _stamp: stamped(at + 1_000_000) });
      const queue = new DirtyQueue({ type: 'Entity', collection, views: [] });
      const taken: number[] = [];
      for (;;) {
        const batch = await queue.take(new Date(at), size);
        expect(batch).toHaveLength(Math.min(size, times.length - taken.length));
        taken.push(...batch.map(({ _stamp }) => _stamp.dirty?.getTime() ?? Number.NaN));
        await collection.updateMany({ _id: { $in: batch.map(({ _id }) => _id) } }, {
          $unset: { '_stamp.dirty': 1 },
        } as never);
        if (batch.length < size) break;
      }
      expect(taken).toEqual(times);
    }),
    { numRuns: 40 },
  );
}, 60_000);
