import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { pino } from 'pino';
import { viewSubject, viewsStream } from '../bus/subjects.ts';
import { type NoteDocument, notes } from '../testing/fixtures/notes/notes.ts';
import { eventually, startTestedUnit, startTestServers, type TestedUnit, type TestServers } from '../testing/index.ts';
import { COLLECTIONS, databaseOf, stateOf } from './bookkeeping.ts';
import type { EntityModel } from './EntityModel.ts';
import type { OwnedEntity, StampedDocument } from './OwnedEntity.ts';
import { Republication } from './Republication.ts';

const MANY = 650; // a few batches, the last one not full

let servers: TestServers;
let unit: TestedUnit;

beforeAll(async () => {
  servers = await startTestServers();
  unit = await startTestedUnit(notes, servers, { relay: { leaseTtl: 600, pollInterval: 100 } });
  const documents = Array.from({ length: MANY }, (_, n) => ({ _id: `n${n}`, title: 'old' }));
  await models().insertMany(documents);
  await unit.settled();
}, 60_000);
afterAll(async () => {
  await unit?.stop();
  await servers?.stop();
});

const models = () => (unit.running.context().models as unknown as { Note: EntityModel<NoteDocument> }).Note;
const raw = (name = 'Note') => databaseOf(unit.running.connection).collection<StampedDocument>(name);
const revisions = async (collection = raw()) =>
  new Set((await collection.find({}, { projection: { _stamp: 1 } }).toArray()).map(({ _stamp }) => _stamp.rev));

test('a view that was added to an owner with data touches every entity once, and new writes do not wait for the last', async () => {
  const { bus } = unit.running;
  expect(await revisions()).toEqual(new Set([1]));
  await unit.stop();
  expect(bus.state).toBe('closed');
  // As if the views had been others until now. Not while it runs: it would see that, and might end in the middle of what it does then.
  const client = await mongo.MongoClient.connect(servers.mongo.uriFor(unit.database));
  const states = client.db(unit.database).collection<{ _id: string }>(COLLECTIONS.state);
  await states.updateOne({ _id: 'streams' }, { $set: { contract: 'another' } });
  await client.close();
  unit = await startTestedUnit(notes, servers, { database: unit.database, relay: { pollInterval: 100 } });
  const state = stateOf(unit.running.connection);
  await eventually('the republication', () => state.findOne({ _id: 'republication' }));
  await models().create({ _id: 'new', title: 'new' });
  const subject = { last_by_subj: viewSubject('notes', 'NoteTitle', 'new') };
  const { streams } = unit.running.bus.manager;
  await eventually('the new entity', () => streams.getMessage(viewsStream('notes'), subject));
  expect(await raw().countDocuments({ '_stamp.rev': 1 })).toBeGreaterThan(0);
  await eventually('its end', async () => (await state.findOne({ _id: 'republication' })) === null);
  await unit.settled();
  expect(await raw().countDocuments({ _id: { $ne: 'new' }, '_stamp.rev': 2 })).toBe(MANY);
  const rev = (await raw().findOne({ _id: 'new' }))?._stamp.rev ?? 0;
  const { state: stream } = await streams.info(viewsStream('notes'));
  const revisionsOnce = 2 * (MANY + MANY + rev); // two views, each revision once
  const markers = 6; // at most: of both views whole, not whole, whole
  expect(stream.last_seq).toBeGreaterThanOrEqual(revisionsOnce);
  expect(stream.last_seq).toBeLessThanOrEqual(revisionsOnce + markers);
}, 40_000);

test('it goes on where it was after a restart, and touches nothing twice', async () => {
  const entities: OwnedEntity[] = ['Left', 'Right'].map((type) => ({ type, collection: raw(type), views: [] }));
  const at = new Date(Date.now() - 60_000);
  for (const { collection } of entities)
    await collection.insertMany(
      Array.from({ length: 25 }, (_, n) => ({ _id: `d${n}`, _stamp: { rev: 1, epoch: 1, at, live: true as const } })),
    );
  const begin = () =>
    new Republication({
      connection: unit.running.connection,
      entities,
      clock: { now: () => new Date() },
      log: pino({ level: 'silent' }),
      epoch: () => 1,
      batchSize: 10,
    });
  await begin().begin('a test'); // the first batch
  expect(await entities[0]?.collection.countDocuments({ '_stamp.rev': 2 })).toBe(10);
  for (let restarts = 0; restarts < 6; restarts += 1) {
    const life = begin();
    expect(await life.step()).toBe(restarts === 1 || restarts === 4 ? 5 : restarts < 4 ? 10 : 0);
    expect(life.active).toBe(restarts < 5);
    if (restarts === 4) break;
  }
  const last = begin();
  expect(await last.step()).toBe(0);
  expect(last.active).toBe(false);
  for (const { collection } of entities) expect(await revisions(collection)).toEqual(new Set([2]));
});
