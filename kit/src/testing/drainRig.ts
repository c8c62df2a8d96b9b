import { setTimeout as delay } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { notes } from './fixtures/notes/notes.ts';
import { startTestedUnit } from './TestedUnit.ts';

/**
 * A process of its own for one test: fills the database of `notes` with dirty entities, starts the unit, and prints the heap after garbage
 * collection, in bytes, as they drain: `{ "drained", "samples": [[left, heap], …] }`. Run with --expose-gc.
 */
const [uri = '', natsUrl = '', database = '', count = '0'] = process.argv.slice(2);
const client = await mongo.MongoClient.connect(uri);
const collection = client.db(database).collection<{ _id: string }>('Note');
const at = new Date();
for (let from = 0; from < Number(count); from += 1_000) {
  const size = Math.min(1_000, Number(count) - from);
  await collection.insertMany(
    Array.from({ length: size }, (_, index) => ({
      _id: `n${from + index}`,
      title: `Note ${from + index} ${'x'.repeat(4_000)}`,
      _stamp: { rev: 1, epoch: 1, at, live: true, dirty: at, events: [] },
    })),
  );
}
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const uriFor = (): string => uri.replace('/?', `/${database}?`);
const servers = { mongo: { uriFor }, nats: { url: natsUrl } } as never;
const unit = await startTestedUnit(notes, servers, { database });
const samples: [number, number][] = [];
for (let left = Number(count); left > 0; await delay(100)) {
  left = await collection.countDocuments({ '_stamp.dirty': { $exists: true } } as never);
  const last = samples.at(-1);
  if (last === undefined || last[0] - left >= 200 || left === 0) samples.push([left, heap()]);
}
const { state } = await unit.running.bus.manager.streams.info('VIEWS_notes');
await unit.stop();
await client.close();
process.stdout.write(`${JSON.stringify({ published: state.messages, samples })}\n`);
process.exit(0);
