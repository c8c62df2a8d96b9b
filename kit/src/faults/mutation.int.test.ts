import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventsStream } from '../bus/subjects.ts';
import { databaseOf, stateOf } from '../owner/bookkeeping.ts';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { Replica } from '../replica/Replica.ts';
import { type ReplicaRow, replicaCollection, toRow } from '../replica/ReplicaRow.ts';
import { type NoteDocument, notes } from '../testing/fixtures/notes/notes.ts';
import { shelf } from '../testing/fixtures/shelf/shelf.ts';
import { eventually, startTestedUnit, startTestServers, type TestedUnit, type TestServers } from '../testing/index.ts';
import { type Mutation, withMutation } from './mutation.ts';

let servers: TestServers;
let consumer: TestedUnit;
let owner: TestedUnit;
beforeAll(async () => {
  servers = await startTestServers();
  consumer = await startTestedUnit(shelf({ product: { view: 'catalog.ProductListing', uses: ['name'] } }), servers);
  owner = await startTestedUnit(notes, servers, { relay: { pollInterval: 100 } });
}, 60_000);
afterAll(async () => {
  await consumer?.stop();
  await owner?.stop();
  await servers?.stop();
});

const replica = (): Replica => consumer.running.replicas.get('product') as Replica;
const rowAt = (id: string, rev: number, name = `at ${rev}`): ReplicaRow =>
  toRow(replica().plan, { id, epoch: 1, rev, at: new Date() }, { name });
let ids = 0;
const newId = (): string => `p${++ids}`;

/** Loses the broker and finds it again. */
async function reconnect({ running: { bus } }: TestedUnit): Promise<void> {
  let ups = 0;
  bus.watch(
    () => {
      ups += 1;
    },
    () => undefined,
  );
  const before = ups;
  await bus.connection.reconnect();
  await eventually('the bus to be back', () => ups > before);
  await bus.connection.flush();
}

/** An old revision is delivered again, after a newer one. */
async function redeliverLate(): Promise<string[]> {
  const id = newId();
  for (const rev of [1, 3, 2]) await replica().apply([rowAt(id, rev)]);
  const rows = databaseOf(consumer.running.connection).collection<ReplicaRow>(
    replicaCollection('catalog.ProductListing'),
  );
  const row = await rows.findOne({ _id: id });
  return row?.rev === 3 ? [] : [`the row is at ${row?.rev}, its owner at 3`];
}

/** A revision comes in and cannot be written; then the cache is emptied, because announcements may have been missed. */
async function failToWrite(): Promise<string[]> {
  const id = newId();
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    const row = await replica()
      .reader(() => undefined)
      .load(id);
    seen.push(String(row?.name).slice(0, 4));
  };
  await replica().apply([rowAt(id, 1, 'old')]);
  await read();
  const tooLarge = `new ${'x'.repeat(17_000_000)}`; // more than a document may hold
  await expect(replica().apply([rowAt(id, 2, tooLarge)])).rejects.toThrow();
  await read();
  await reconnect(consumer);
  await eventually('the row of the database', async () => {
    await read();
    return seen.at(-1) === 'old';
  });
  const newest = seen.indexOf('new ');
  return newest === -1 ? [] : [`a reader saw "${seen[newest]}", then "${seen.at(-1)}"`];
}

/** The events stream is lost after everything was published. */
async function loseTheStream(): Promise<string[]> {
  const { running } = owner;
  const { Note } = running.context().models as unknown as { Note: EntityModel<NoteDocument> };
  const note = new Note({ _id: newId(), title: 'a note' });
  (note as unknown as { record(type: string, data: object): void }).record('NoteWritten', { length: 6 });
  await note.save();
  await owner.settled();
  const { streams } = running.bus.manager;
  const published = (await streams.info(eventsStream('notes'))).state.messages;
  await streams.delete(eventsStream('notes'));
  await reconnect(owner);
  await eventually('the stream to be refilled', async () => {
    const { created } = await streams.info(eventsStream('notes'));
    const known = await stateOf(running.connection).findOne({ _id: 'streams' });
    if ((known?.events as { created: string } | undefined)?.created !== String(created)) return false;
    return (await stateOf(running.connection).findOne({ _id: 'refill' })) === null;
  });
  const { messages } = (await streams.info(eventsStream('notes'))).state;
  return messages === published ? [] : [`${published} events were published, ${messages} are left`];
}

test.each<[Mutation, () => Promise<string[]>, string]>([
  ['no-newest-wins', redeliverLate, 'the row is at 2, its owner at 3'],
  ['cache-fed-by-publishes', failToWrite, 'a reader saw "new ", then "old"'],
  ['no-archive', loseTheStream, '2 events were published, 1 are left'],
])(
  '%s: its schedule finds nothing, and finds it once it is switched off',
  async (mutation, schedule, fault) => {
    expect(await schedule()).toEqual([]);
    expect(await withMutation(mutation, schedule)).toEqual([fault]);
  },
  60_000,
);
