import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventsStream, viewSubject, viewsStream } from '../bus/subjects.ts';
import { walkStream } from '../bus/walkStream.ts';
import { startNats } from '../embedded/index.ts';
import { type NoteDocument, notes } from '../testing/fixtures/notes/notes.ts';
import { eventually, startTestedUnit, startTestServers, type TestedUnit, type TestServers } from '../testing/index.ts';
import { COLLECTIONS, databaseOf, stateOf } from './bookkeeping.ts';
import type { EntityModel } from './EntityModel.ts';

jest.setTimeout(60_000);

let servers: TestServers;
let nats: Awaited<ReturnType<typeof startNats>>;
let folder: string;
let owner: TestedUnit;

beforeAll(async () => {
  servers = await startTestServers();
}, 60_000);
afterAll(async () => servers?.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wellspring-set-back-'));
  nats = await startNats({ folder, syncInterval: 'always' });
  owner = await startTestedUnit(notes, { ...servers, nats });
});
afterEach(async () => {
  await owner.stop();
  await nats.stop();
  rmSync(folder, { recursive: true, force: true });
});

const Note = () => (owner.running.context().models as unknown as { Note: EntityModel<NoteDocument> }).Note;
async function write(id: string, title: string): Promise<void> {
  const note = (await Note().findById(id)) ?? new (Note())({ _id: id });
  note.title = title;
  (note as unknown as { record(type: string, data: object): void }).record('NoteWritten', { length: title.length });
  await note.save();
}
const store = () => join(folder, 'jetstream');
/** The broker's store as it is now. */
async function copyStore(): Promise<string> {
  await nats.kill();
  const copy = join(folder, 'copy');
  cpSync(store(), copy, { recursive: true });
  await nats.restart();
  await eventually('the owner to be connected', () => owner.running.bus.connected);
  return copy;
}
async function setBack(copy: string): Promise<void> {
  await nats.kill();
  rmSync(store(), { recursive: true });
  cpSync(copy, store(), { recursive: true });
}
const streams = () => owner.running.bus.manager.streams;
const titleOf = async (id: string) =>
  (await streams().getMessage(viewsStream('notes'), { last_by_subj: viewSubject('notes', 'NoteTitle', id) }))?.json<{
    title: string;
  }>().title;
/** Ids of the events of an entity in the order of the stream, each as often as it is there. */
async function eventsInStream(): Promise<string[]> {
  const found: [number, string][] = [];
  await walkStream(owner.running.bus.manager, eventsStream('notes'), { subject: 'event.notes.>' }, async (messages) => {
    for (const { seq, header } of messages) found.push([seq, header.get('Nats-Msg-Id')]);
  });
  return found.sort(([a], [b]) => a - b).map(([, id]) => id);
}
const archive = () => databaseOf(owner.running.connection).collection<{ _id: string }>(COLLECTIONS.events);
const archived = async () => (await archive().find().sort({ at: 1, sequence: 1 }).toArray()).map(({ _id }) => _id);
const isWhole = (title: string) =>
  eventually(
    'both streams to be whole',
    async () => {
      const titles = await Promise.all([titleOf('a'), titleOf('b')].map((found) => found.catch(() => undefined)));
      return titles.every((found) => found === title) && (await archived()).length === (await eventsInStream()).length;
    },
    20_000,
  );

describe('rule 6: a broker that lost its last messages', () => {
  test('while the owner was down is noticed when it starts, whatever was acknowledged just before', async () => {
    await write('a', 'first');
    await owner.settled();
    const copy = await copyStore();
    await write('a', 'second');
    await write('b', 'second');
    await owner.settled();
    const before = await archived();
    expect(before).toHaveLength(3);
    // The owner's position is from before: it looks at its streams every few seconds only.
    await owner.stop();
    await setBack(copy);
    await nats.restart();
    owner = await startTestedUnit(notes, { ...servers, nats }, { database: owner.database });
    await isWhole('second');
    expect(await eventsInStream()).toEqual(before); // none is missing, none is there twice
  });

  test('while the owner runs is noticed, and no clearing hides it', async () => {
    await write('a', 'first');
    await owner.settled();
    const copy = await copyStore();
    await write('a', 'second');
    await write('b', 'second');
    await owner.settled();
    const before = await archived();
    await setBack(copy);
    await nats.restart();
    // At once, before it may have looked: these take the sequences that were lost.
    await write('a', 'third');
    await write('b', 'third');
    await isWhole('third');
    const inStream = await eventsInStream();
    expect([...inStream].sort()).toEqual((await archived()).sort());
    expect(inStream.filter((id) => before.includes(id))).toEqual(before);
  });
});

test('PROTOCOL "Refilling events": a refill goes on where it was, each entity in its order, new events behind the older ones of their entity', async () => {
  const at = Date.now() - 600_000;
  const MANY = 1_000;
  const rows = Array.from({ length: MANY }, (_, n) => ({
    _id: `e${n}`,
    type: 'NoteWritten',
    at: new Date(at + Math.floor(n / 3)), // some at the same time
    data: { length: n },
    entity: 'Note',
    entityId: `n${n % 7}`,
    epoch: 1,
    rev: n,
    sequence: n + 1,
  }));
  await write('a', 'first');
  await owner.settled();
  await archive().insertMany(rows);
  // As if the stream were another one since.
  await owner.stop();
  await streamIsAnother();
  owner = await startTestedUnit(notes, { ...servers, nats }, { database: owner.database });
  const state = stateOf(owner.running.connection);
  await eventually('some of it', async () => ((await state.findOne({ _id: 'refill' }))?.published as number) >= 200);
  await owner.stop();
  owner = await startTestedUnit(notes, { ...servers, nats }, { database: owner.database });
  await write('n3', 'a new event of an entity with older ones');
  await eventually('its end', async () => (await eventsInStream()).length >= MANY + 2, 20_000);
  await owner.settled();
  await eventually(
    'no refill',
    async () => (await stateOf(owner.running.connection).findOne({ _id: 'refill' })) === null,
  );
  const ids = await eventsInStream();
  expect(new Set(ids).size).toBe(ids.length);
  for (let entity = 0; entity < 7; entity += 1) {
    const own = ids.filter((id) => /^e\d+$/.test(id) && Number(id.slice(1)) % 7 === entity);
    expect(own).toEqual(rows.filter((row) => row.entityId === `n${entity}`).map(({ _id }) => _id));
  }
  const recent = (await archive().findOne({ entityId: 'n3', _id: { $not: /^e\d+$/ } } as never))?._id ?? '';
  const older = rows.filter((row) => row.entityId === 'n3').map(({ _id }) => ids.indexOf(_id));
  expect(ids.indexOf(recent)).toBeGreaterThan(Math.max(...older));
});

/** Deletes both streams; whoever looks next creates them. */
async function streamIsAnother(): Promise<void> {
  const { connect } = await import('@nats-io/transport-node');
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connect({ servers: nats.url });
  const manager = await jetstreamManager(connection);
  for (const name of [viewsStream('notes'), eventsStream('notes')]) await manager.streams.delete(name);
  await connection.close();
}
