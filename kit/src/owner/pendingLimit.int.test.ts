import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { type MongoServer, startMongo } from '../embedded/index.ts';
import { databaseOf } from './bookkeeping.ts';
import { createEntityModel } from './createEntityModel.ts';
import type { EntityModel } from './EntityModel.ts';
import { type EntityDocument, entitySchema } from './entitySchema.ts';
import type { StampedDocument } from './OwnedEntity.ts';

interface Note extends EntityDocument {
  title: string;
}
type Recording = { record(type: string, data: object): void };

const LIMIT = 3;
let mongo: MongoServer;
let connection: Connection;
let Notes: EntityModel<Note>;

beforeAll(async () => {
  mongo = await startMongo();
  const options = { autoIndex: false, autoCreate: false };
  connection = await mongoose.createConnection(mongo.uriFor('pending'), options).asPromise();
  Notes = createEntityModel(connection, entitySchema<Note>({ title: String }), {
    entity: 'Note',
    pendingLimit: LIMIT,
    stampSource: () => ({ epoch: 1, now: new Date() }),
    written: () => undefined,
    validateEvent: () => undefined,
  });
}, 60_000);

afterAll(async () => {
  await connection?.close();
  await mongo?.stop();
});

beforeEach(async () => {
  await raw().deleteMany({});
});

const raw = () => databaseOf(connection).collection<StampedDocument>('Note');
const pending = async (id: string) => (await raw().findOne({ _id: id }))?._stamp.events?.length ?? 0;
function record<T>(note: T, count: number): T {
  for (let index = 0; index < count; index += 1) (note as unknown as Recording).record('NoteWritten', { index });
  return note;
}
const load = async (id: string) => {
  const note = await Notes.findById(id);
  if (note === null) throw new Error(`no note ${id}`);
  return note;
};
const full = (waiting: number, added: number) => ({
  code: 'EVENTS_PENDING_LIMIT',
  message: `Note "a": ${waiting} business events wait in it to be published and this write records ${added}; expected 3 at most. Is its relay running, and the broker up?`,
});

test('a save up to the limit lands; the one beyond it is refused whole', async () => {
  await record(new Notes({ _id: 'a', title: 'one' }), 1).save();
  await record(await load('a'), 2).save();
  expect(await pending('a')).toBe(LIMIT);

  const note = await load('a');
  note.title = 'two';
  await expect(record(note, 1).save()).rejects.toMatchObject(full(3, 1));
  expect(await raw().findOne({ _id: 'a' })).toMatchObject({ title: 'one', _stamp: { rev: 2 } });
  expect(await pending('a')).toBe(LIMIT);
});

test('a write that records nothing is never refused, nor is one after the relay has published', async () => {
  await record(new Notes({ _id: 'a', title: 'one' }), LIMIT).save();
  const note = await load('a');
  note.title = 'two';
  await note.save();
  await Notes.updateOne({ _id: 'a' }, { $set: { title: 'three' } });

  await raw().updateOne({ _id: 'a' }, { $unset: { '_stamp.events': 1 } });
  await record(await load('a'), LIMIT).save();
  expect(await pending('a')).toBe(LIMIT);
});

test('writers at the same time do not exceed it together: the revision guards each', async () => {
  await record(new Notes({ _id: 'a', title: 'one' }), 1).save();
  const notes = await Promise.all(Array.from({ length: 6 }, async () => record(await load('a'), 1)));
  const outcomes = await Promise.allSettled(notes.map(async (note) => note.save()));

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await pending('a')).toBe(2);
});

test('creations, insertMany, bulkSave and tombstones keep it too', async () => {
  await expect(record(new Notes({ _id: 'a', title: 'one' }), LIMIT + 1).save()).rejects.toMatchObject(full(0, 4));
  await record(new Notes({ _id: 'a', title: 'one' }), LIMIT).save();
  await expect(Notes.bulkSave([record(await load('a'), 1)])).rejects.toMatchObject(full(3, 1));
  await expect(record(await load('a'), 1).tombstone()).rejects.toMatchObject(full(3, 1));
  await (await load('a')).tombstone();
  expect(await pending('a')).toBe(LIMIT);
});

test('creating over a tombstone counts what still waits in it', async () => {
  await record(new Notes({ _id: 'a', title: 'one' }), 2).save();
  await (await load('a')).tombstone();

  await expect(record(new Notes({ _id: 'a', title: 'two' }), 2).save()).rejects.toMatchObject(full(2, 2));
  await expect(Notes.insertMany([record(new Notes({ _id: 'a', title: 'two' }), 2)])).rejects.toMatchObject(full(2, 2));
  expect((await raw().findOne({ _id: 'a' }))?._stamp.live).toBeUndefined();

  await record(new Notes({ _id: 'a', title: 'two' }), 1).save();
  expect(await pending('a')).toBe(LIMIT);
});

test('a replacement brings no events', async () => {
  await new Notes({ _id: 'a', title: 'one' }).save();
  const events = [{ id: 'e', type: 'NoteWritten', at: new Date(), data: {} }];
  await expect(
    Notes.replaceOne({ _id: 'a' }, { title: 'two', _stamp: { events } } as unknown as Note),
  ).rejects.toMatchObject({ code: 'GOLDEN_WRITE_REFUSED' });
});
