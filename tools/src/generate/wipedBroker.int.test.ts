import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type NatsServer, startNats } from '@wellspring/kit/embedded';
import { type KeptStreams, keepStreams } from '@wellspring/kit/streams';
import {
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '@wellspring/kit/testing';
import { pino } from 'pino';
import { eventsStream, viewSubject, viewsStream } from '../../../kit/src/bus/subjects.ts';
import type { EntityModel } from '../../../kit/src/owner/EntityModel.ts';
import { type NoteDocument, notes } from '../../../kit/src/testing/fixtures/notes/notes.ts';
import { natsPermissions } from './natsPermissions.ts';

/** DESIGN.md, rule 6, with the permissions as they are generated: the unit may not create its own streams. */
const folder = mkdtempSync(join(tmpdir(), 'wellspring-wiped-'));
const lines: { level: number; msg: string; err?: { message: string } }[] = [];
let servers: TestServers;
let nats: NatsServer;
let owner: TestedUnit;
let keeper: KeptStreams | undefined;

beforeAll(async () => {
  servers = await startTestServers();
  nats = await startNats({
    folder,
    syncInterval: '1s',
    authorization: natsPermissions([{ name: 'notes', copies: [] }]),
    env: { ...process.env, NATS_URL: '', NATS_PASSWORD_NOTES: 'notes-secret', NATS_PASSWORD_OPERATOR: 'all-secret' },
  });
  owner = await startTestedUnit(
    notes,
    { ...servers, nats },
    {
      nats: { user: 'notes', password: 'notes-secret' },
      relay: { pollInterval: 200 },
      log: pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) }),
    },
  );
}, 60_000);
afterAll(async () => {
  await owner?.stop();
  await keeper?.stop();
  await nats?.stop();
  await servers?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const manager = () => owner.running.bus.manager.streams;
const models = () => owner.running.context().models as unknown as { Note: EntityModel<NoteDocument> };
/** The revision that the stream has of a note, undefined while it has none. */
const published = async (id: string) => {
  const stored = await manager()
    .getMessage(viewsStream('notes'), { last_by_subj: viewSubject('notes', 'NoteTitle', id) })
    .catch(() => null);
  return stored?.header.get('ws-rev');
};
const eventIn = (seq: number) =>
  manager()
    .getMessage(eventsStream('notes'), { seq })
    .catch(() => null);
const keep = () =>
  keepStreams({
    units: ['notes'],
    url: nats.url,
    user: 'operator',
    password: 'all-secret',
    output: { write: () => undefined },
  });

test('rule 6: streams that a unit may not create are waited for; a wiped broker heals by itself', async () => {
  const note = new (models().Note)({ _id: 'a', title: 'kept' });
  (note as unknown as { record(type: string, data: object): void }).record('NoteWritten', { length: 4 });
  await note.save();
  const waits = () => lines.filter(({ err }) => err?.message.includes('which this unit may not create'));
  await eventually('the relay to say that it waits', () => waits().length > 0);

  keeper = keep();
  await eventually('the view', async () => (await published('a')) === '1', 20_000);
  const first = await eventually('the event', () => eventIn(1), 20_000);
  expect(first.json()).toEqual({ length: 4 });
  // Said once, refused once: a unit that waits does not ask again and again.
  expect(waits()).toHaveLength(1);
  expect(lines.filter(({ err }) => /permissions violation/i.test(err?.message ?? ''))).toHaveLength(1);

  await nats.kill();
  rmSync(join(folder, 'jetstream'), { recursive: true });
  await nats.restart();
  await eventually('the view again, a revision later', async () => (await published('a')) === '2', 20_000);
  const again = await eventually('the event again', () => eventIn(1), 20_000);
  expect(again.header.get('Nats-Msg-Id')).toBe(first.header.get('Nats-Msg-Id'));
  expect(again.json()).toEqual({ length: 4 });
}, 90_000);
