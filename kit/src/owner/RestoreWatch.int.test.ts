import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { eventsStream, viewSubject, viewsStream } from '../bus/subjects.ts';
import { startNats } from '../embedded/index.ts';
import { restoreBackup, takeBackup } from '../testing/backup.ts';
import { type NoteDocument, notes } from '../testing/fixtures/notes/notes.ts';
import { eventually, startTestedUnit, startTestServers, type TestedUnit, type TestServers } from '../testing/index.ts';
import { COLLECTIONS, stateOf } from './bookkeeping.ts';
import type { EntityModel } from './EntityModel.ts';
import type { StampedDocument } from './OwnedEntity.ts';

jest.setTimeout(90_000);

let servers: TestServers;
let client: mongo.MongoClient;
let nats: Awaited<ReturnType<typeof startNats>>;
let unit: TestedUnit;

beforeAll(async () => {
  servers = await startTestServers();
  client = await mongo.MongoClient.connect(servers.mongo.uriFor('admin'));
}, 60_000);
afterAll(async () => {
  await client?.close();
  await servers?.stop();
});
beforeEach(async () => {
  nats = await startNats({ syncInterval: '1s' });
  await start();
});
afterEach(async () => {
  await unit.stop();
  await nats.stop();
});

async function start(database?: string): Promise<void> {
  const options = { relay: { pollInterval: 100, leaseTtl: 800 }, ...(database === undefined ? {} : { database }) };
  unit = await startTestedUnit(notes, { ...servers, nats }, options);
}
const database = () => client.db(unit.database);
const models = () => (unit.running.context().models as unknown as { Note: EntityModel<NoteDocument> }).Note;
const state = () => stateOf(unit.running.connection);
async function write(id: string, title: string): Promise<void> {
  const Note = models();
  const note = (await Note.findById(id)) ?? new Note({ _id: id });
  note.title = title;
  (note as unknown as { record(type: string, data: object): void }).record('NoteWritten', { length: title.length });
  await note.save();
}
async function published(id: string) {
  const subject = { last_by_subj: viewSubject('notes', 'NoteTitle', id) };
  const message = await unit.running.bus.manager.streams.getMessage(viewsStream('notes'), subject);
  const [epoch, rev] = [Number(message?.header.get('ws-epoch')), Number(message?.header.get('ws-rev'))];
  const title = message?.data.length === 0 ? null : message?.json<{ title: string }>().title;
  return { epoch, rev, title };
}
const archive = async () =>
  (await database().collection(COLLECTIONS.events).find().toArray()).map(({ _id }) => String(_id)).sort();
const epochIs = (epoch: number) =>
  eventually(`epoch ${epoch}`, async () => (await state().findOne({ _id: 'restored' }))?.epoch === epoch, 20_000);

/** A backup with a and b; since then a changed twice, b is deleted, c is new. */
async function writeAndTakeBackup() {
  await write('a', 'first');
  await write('b', 'first');
  await unit.settled();
  const backup = await takeBackup(database());
  await write('a', 'second');
  await write('a', 'third');
  await models().deleteOne({ _id: 'b' });
  await write('c', 'since the backup');
  await unit.settled();
  return backup;
}

/** What every way of restoring must end in. */
async function expectRestored(events: readonly string[]): Promise<void> {
  await epochIs(2);
  await unit.settled();
  expect(await published('a')).toMatchObject({ epoch: 2, title: 'first' });
  expect(await published('b')).toMatchObject({ epoch: 2, title: 'first' });
  expect(await published('c')).toMatchObject({ epoch: 2, title: null });
  const tombstone = await database().collection<StampedDocument>('Note').findOne({ _id: 'c' });
  expect(tombstone).toEqual({ _id: 'c', _stamp: { epoch: 2, rev: expect.any(Number) } });
  expect(await archive()).toEqual(events);
  expect(await state().findOne({ _id: 'restored' })).toMatchObject({ tombstones: 1 });
}

describe('PROTOCOL "Epochs and restores": an owner that is set back to a backup', () => {
  test('while it is down, notices by itself when it starts', async () => {
    const backup = await writeAndTakeBackup();
    const events = await archive();
    expect(events).toHaveLength(5);
    await unit.stop();
    await restoreBackup(database(), backup);
    await start(unit.database);
    await expectRestored(events);
    // It goes on in the new epoch, also over the tombstone.
    await write('c', 'again');
    await unit.settled();
    expect(await published('c')).toMatchObject({ epoch: 2, title: 'again' });
  });

  test('while it runs, notices by itself', async () => {
    const backup = await writeAndTakeBackup();
    const events = await archive();
    await eventually('the position to be kept', async () => {
      const known = (await state().findOne({ _id: 'streams' })) as { views?: { lastSequence: number } } | null;
      return (
        known?.views?.lastSequence ===
        (await unit.running.bus.manager.streams.info(viewsStream('notes'))).state.last_seq
      );
    });
    await restoreBackup(database(), backup);
    await expectRestored(events);
  });

  test.each([
    ['while it runs', true],
    ['while it is down', false],
  ])('to before its streams were lost, %s, notices too', async (_, isRunning) => {
    await write('a', 'first');
    await unit.settled();
    const backup = await takeBackup(database());
    const { manager } = unit.running.bus;
    const before = String((await manager.streams.info(viewsStream('notes'))).created);
    await write('a', 'second');
    for (const name of [viewsStream('notes'), eventsStream('notes')]) await manager.streams.delete(name);
    await eventually('new streams to be filled', async () => {
      const known = (await state().findOne({ _id: 'streams' })) as { views?: { created: string } } | null;
      return known?.views?.created !== before && (await published('a').catch(() => null))?.title === 'second';
    });
    await write('c', 'since the backup');
    await unit.settled();
    if (!isRunning) await unit.stop();
    await restoreBackup(database(), backup);
    if (!isRunning) await start(unit.database);
    await epochIs(2);
    await unit.settled();
    expect(await published('a')).toMatchObject({ epoch: 2, title: 'first' });
    expect(await published('c')).toMatchObject({ epoch: 2, title: null });
  });

  test('once more, gets an epoch above the one of its stream', async () => {
    const backup = await writeAndTakeBackup();
    for (const epoch of [2, 3]) {
      await unit.stop();
      await restoreBackup(database(), backup);
      await start(unit.database);
      await epochIs(epoch);
      await unit.settled();
      expect(await published('a')).toMatchObject({ epoch, title: 'first' });
    }
  });

  test('is restored when the operator says so, and goes on after a crash in between', async () => {
    await write('a', 'first');
    await unit.settled();
    await unit.stop();
    await client
      .db(unit.database)
      .collection<{ _id: string }>('wellspring.state')
      .insertOne({ _id: 'restore', reason: 'asked' } as never);
    await start(unit.database);
    await epochIs(2);
    await unit.settled();
    expect(await published('a')).toEqual({ epoch: 2, rev: 2, title: 'first' });
    expect(await state().findOne({ _id: 'restore' })).toBeNull();
  });

  test('is not taken for restored after a mere crash, though its position is old', async () => {
    await write('a', 'first');
    await unit.settled();
    await unit.stop();
    await client
      .db(unit.database)
      .collection<{ _id: string }>('wellspring.state')
      .updateOne({ _id: 'streams' }, { $set: { 'views.lastSequence': 0 } });
    await start(unit.database);
    await write('a', 'second');
    await unit.settled();
    expect(await published('a')).toEqual({ epoch: 1, rev: 2, title: 'second' });
    expect((await unit.running.bus.manager.streams.info(eventsStream('notes'))).state.messages).toBe(2);
  });
});
