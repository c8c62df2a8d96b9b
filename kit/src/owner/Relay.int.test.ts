import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { toHeaders } from '../bus/headers.ts';
import { eventsStream, viewSubject, viewsStream } from '../bus/subjects.ts';
import { wholeSubject } from '../bus/wholeMarker.ts';
import { startNats } from '../embedded/index.ts';
import { type NoteDocument, notes, tricks } from '../testing/fixtures/notes/notes.ts';
import { eventually, startTestedUnit, startTestServers, type TestedUnit, type TestServers } from '../testing/index.ts';
import { COLLECTIONS, databaseOf } from './bookkeeping.ts';
import type { EntityModel } from './EntityModel.ts';
import type { StampedDocument } from './OwnedEntity.ts';
import { ViewPublisher } from './ViewPublisher.ts';

let servers: TestServers;
let unit: TestedUnit;

beforeAll(async () => {
  servers = await startTestServers();
}, 60_000);
afterAll(async () => servers?.stop());
beforeEach(async () => {
  unit = await startTestedUnit(notes, servers, { relay: { leaseTtl: 600, pollInterval: 200 } });
});
afterEach(async () => {
  await unit.stop();
  await dropStreams();
});

const models = (of: TestedUnit = unit) => of.running.context().models as unknown as { Note: EntityModel<NoteDocument> };
const raw = () => databaseOf(unit.running.connection).collection<StampedDocument>('Note');
const manager = () => unit.running.bus.manager;
const lastOf = async (view: string, id: string): Promise<StoredMsg> => {
  const stored = await manager().streams.getMessage(viewsStream('notes'), {
    last_by_subj: viewSubject('notes', view, id),
  });
  if (stored === null) throw new Error(`no ${view} of ${id}`);
  return stored;
};
const lastSequence = async (stream: string): Promise<number> => (await manager().streams.info(stream)).state.last_seq;
const recordWritten = (note: object, length: number) =>
  (note as { record(type: string, data: object): void }).record('NoteWritten', { length });
const write = async (id: string, fields: Partial<NoteDocument> = {}) => {
  const note = new (models().Note)({ _id: id, title: id, ...fields });
  recordWritten(note, id.length);
  return note.save();
};
/** The streams belong to one test each, as the databases do. */
async function dropStreams(): Promise<void> {
  const { connect } = await import('@nats-io/transport-node');
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const connection = await connect({ servers: servers.nats.url });
  const streams = (await jetstreamManager(connection)).streams;
  for (const name of [viewsStream('notes'), eventsStream('notes')]) await streams.delete(name).catch(() => undefined);
  await connection.close();
}

/** How far both streams are once the markers, which are published after everything else, are there too. */
async function settledSequences(): Promise<number[]> {
  for (const view of ['NoteCard', 'NoteTitle'])
    await eventually('the marker, which is published after everything else', () =>
      manager().streams.getMessage(viewsStream('notes'), { last_by_subj: wholeSubject('notes', view) }),
    );
  return [await lastSequence(viewsStream('notes')), await lastSequence(eventsStream('notes'))];
}

describe('PROTOCOL "Messages"', () => {
  test('a view message carries CloudEvents headers, its revision and the content a live call would answer', async () => {
    const odd = 'note 1.*.é';
    await write(odd, { title: 'Hello', writerId: 'w1' });
    await unit.settled();
    const { header, subject, json } = await lastOf('NoteCard', odd).then((stored) => ({
      header: stored.header,
      subject: stored.subject,
      json: stored.json(),
    }));
    expect(json).toEqual({ id: odd, title: 'Hello', trick: '', writer: { id: 'w1' } });
    expect(subject).toBe(`view.notes.NoteCard.${Buffer.from(odd).toString('base64url')}`);
    const { _stamp } = (await raw().findOne({ _id: odd })) as StampedDocument;
    expect(Object.fromEntries(header.keys().map((key) => [key, header.get(key)]))).toMatchObject({
      'Nats-Msg-Id': `notes.NoteCard.${Buffer.from(odd).toString('base64url')}.1.1`,
      'Nats-Expected-Last-Subject-Sequence': '0',
      'ce-specversion': '1.0',
      'ce-source': '/units/notes',
      'ce-type': 'view.notes.NoteCard',
      'ce-subject': encodeURIComponent(odd),
      'ce-time': _stamp.at?.toISOString(),
      'ws-epoch': '1',
      'ws-rev': '1',
    });
    expect((await lastOf('NoteTitle', odd)).json()).toEqual({ id: odd, title: 'Hello' });
  });

  test('an event message carries its id, and the archive keeps the event', async () => {
    await write('abc');
    const [event] = await unit.events();
    const stored = await manager().streams.getMessage(eventsStream('notes'), { seq: 1 });
    expect(stored?.header.get('Nats-Msg-Id')).toBe(event?.id);
    expect(stored?.subject).toBe(`event.notes.Note.NoteWritten.${Buffer.from('abc').toString('base64url')}`);
    expect(stored?.json()).toEqual({ length: 3 });
    expect(event).toMatchObject({ type: 'NoteWritten', data: { length: 3 }, entity: 'Note', entityId: 'abc', rev: 1 });
  });
});

describe('PROTOCOL "Publishing"', () => {
  test('one update clears what was published: no dirty, no events', async () => {
    await write('a');
    await unit.settled();
    const document = (await raw().findOne({ _id: 'a' })) as StampedDocument;
    expect(Object.keys(document._stamp).sort()).toEqual(['at', 'epoch', 'live', 'rev']);
  });

  test('rule 2: what a crash repeats after the publication is not published twice', async () => {
    await write('a');
    await unit.settled();
    const [event] = await unit.events();
    const before = await settledSequences();
    // As after a crash between PubAck and clearing: everything is there again.
    await raw().updateOne({ _id: 'a' }, {
      $set: {
        '_stamp.dirty': new Date(),
        '_stamp.events': [{ id: event?.id, type: event?.type, at: event?.at, data: event?.data }],
      },
    } as never);
    await unit.settled();
    expect([await lastSequence(viewsStream('notes')), await lastSequence(eventsStream('notes'))]).toEqual(before);
    expect(await databaseOf(unit.running.connection).collection(COLLECTIONS.events).countDocuments()).toBe(1);
  });

  test('rule 3: an older revision is never published over a newer one, whoever sends it', async () => {
    const [first, second] = [new ViewPublisher(unit.running.bus), new ViewPublisher(unit.running.bus)];
    const message = (rev: number) => ({
      view: 'NoteTitle',
      id: 'v',
      epoch: 1,
      rev,
      at: new Date(),
      data: { id: 'v', title: `r${rev}` },
    });
    await eventually('the stream', () => lastSequence(viewsStream('notes')).then(() => true));
    expect(await first.publish(message(1))).toBe(true);
    expect(await second.publish(message(4))).toBe(true);
    expect(await first.publish(message(3))).toBe(false);
    expect(await first.publish(message(4))).toBe(false); // it is there already
    expect((await lastOf('NoteTitle', 'v')).json()).toMatchObject({ title: 'r4' });
    expect(await first.publish({ ...message(1), epoch: 2 })).toBe(true);
    expect(await second.publish(message(9))).toBe(false);
    const racing = await Promise.all(
      [10, 11, 12, 13].map((rev) => (rev % 2 === 0 ? first : second).publish({ ...message(rev), epoch: 2 })),
    );
    expect(racing).toContain(true);
    expect((await lastOf('NoteTitle', 'v')).header.get('ws-rev')).toBe('13');
  });

  test('rule 4: what is not its own message on a subject neither counts as newer nor stays', async () => {
    const publisher = new ViewPublisher(unit.running.bus);
    await eventually('the stream', () => lastSequence(viewsStream('notes')).then(() => true));
    const at = new Date();
    const foreign = { messageId: 'x', unit: 'notes', type: 'view.notes.NoteCard', id: 'v', at, epoch: 1, rev: 50 };
    const strays = [toHeaders(foreign), toHeaders({ ...foreign, type: 'view.notes.NoteTitle', id: 'w' }), headers()];
    for (const [index, stray] of strays.entries()) {
      const rev = index + 2;
      await unit.running.bus.client.publish(viewSubject('notes', 'NoteTitle', 'v'), '{"id":"v"}', { headers: stray });
      expect(await publisher.publish({ view: 'NoteTitle', id: 'v', epoch: 1, rev, at, data: { id: 'v' } })).toBe(true);
      expect((await lastOf('NoteTitle', 'v')).header.get('ws-rev')).toBe(String(rev));
    }
  });

  test('rule 7: a deletion is published as a tombstone, a creation over it goes on', async () => {
    const note = await write('a');
    await note.tombstone();
    await unit.settled();
    const gone = await lastOf('NoteCard', 'a');
    expect([gone.data.length, gone.header.get('ws-gone'), gone.header.get('ws-rev')]).toEqual([0, '1', '2']);
    expect(await raw().findOne({ _id: 'a' })).toEqual({ _id: 'a', _stamp: { rev: 2, epoch: 1 } });
    await write('a', { title: 'again' });
    await unit.settled();
    const back = await lastOf('NoteCard', 'a');
    expect([back.header.get('ws-gone'), back.header.get('ws-rev')]).toEqual(['', '3']);
    expect(back.json()).toMatchObject({ title: 'again' });
  });

  test('a hot entity, written every 10 ms, makes progress and holds up nobody', async () => {
    await write('hot');
    await unit.settled();
    let writing = true;
    let writes = 0;
    const writer = (async () => {
      while (writing) {
        await models().Note.updateOne({ _id: 'hot' }, { title: `t${writes}` });
        writes += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    const seen = new Set<string>();
    const started = performance.now();
    await write('cold');
    await eventually(
      'the cold note',
      () =>
        lastOf('NoteCard', 'cold').then(
          () => true,
          () => false,
        ),
      3_000,
    );
    const coldMs = performance.now() - started;
    await eventually(
      'many revisions of the hot note',
      async () => seen.add((await lastOf('NoteCard', 'hot')).header.get('ws-rev')).size >= 10,
      8_000,
    );
    writing = false;
    await writer;
    await unit.settled();
    expect(coldMs).toBeLessThan(3_000);
    expect((await lastOf('NoteCard', 'hot')).header.get('ws-rev')).toBe(String(writes + 1));
  });

  test('a document that cannot be published is tried again and blocks nobody', async () => {
    await write('bad', { trick: 'throw' });
    await write('good');
    await eventually('the good note', () =>
      lastOf('NoteCard', 'good').then(
        () => true,
        () => false,
      ),
    );
    const bad = await eventually('a failed attempt', async () =>
      raw().findOne({ _id: 'bad', '_stamp.attempts': { $gte: 1 } } as never),
    );
    expect(bad._stamp.events).toHaveLength(1);
    await expect(lastOf('NoteCard', 'bad')).rejects.toThrow();
    await models().Note.updateOne({ _id: 'bad' }, { trick: 'fine' });
    await unit.settled();
    expect((await lastOf('NoteCard', 'bad')).json()).toMatchObject({ trick: 'fine' });
    expect((await raw().findOne({ _id: 'bad' }))?._stamp.attempts).toBeUndefined();
  });

  test('the longest id there may be is published', async () => {
    await write('é'.repeat(256));
    await unit.settled();
    expect((await lastOf('NoteCard', 'é'.repeat(256))).json()).toMatchObject({ id: 'é'.repeat(256) });
  });

  test('a view larger than a message is the document’s own failure', async () => {
    await write('large', { title: 'x'.repeat(1_100_000) });
    await write('small');
    await eventually('the small note', () =>
      lastOf('NoteCard', 'small').then(
        () => true,
        () => false,
      ),
    );
    await eventually('a failed attempt', async () =>
      raw().findOne({ _id: 'large', '_stamp.attempts': { $gte: 1 } } as never),
    );
  });

  test.each(Object.keys(tricks))('a view that uses %s throws VIEW_NOT_PURE, and is asked in vain', async (trick) => {
    await write('impure', { trick });
    await eventually('a failed attempt', async () =>
      raw().findOne({ _id: 'impure', '_stamp.attempts': { $gte: 1 } } as never),
    );
    const reply = await unit.running.bus.connection.request('ask.notes.NoteCard', JSON.stringify({ ids: ['impure'] }), {
      timeout: 2_000,
    });
    expect(reply.json()).toEqual({ rows: [{ id: 'impure', error: 'VIEW_NOT_PURE' }] });
  });

  test('a late process takes over when the active one ends', async () => {
    await write('one');
    await unit.settled();
    const second = await startTestedUnit(notes, servers, {
      database: unit.database,
      relay: { leaseTtl: 600, pollInterval: 200 },
    });
    try {
      await unit.stop();
      await new (models(second).Note)({ _id: 'two', title: 'by the second' }).save();
      await second.settled();
      expect(await second.view('NoteTitle', 'two')).toEqual({ id: 'two', title: 'by the second' });
    } finally {
      await second.stop();
      unit = await startTestedUnit(notes, servers, {});
    }
  });
});

test('PROTOCOL "Watermark": it stays before the first write that is not published, whatever is written on top of it', async () => {
  await write('bad', { trick: 'throw' });
  const first = (await raw().findOne({ _id: 'bad' }))?._stamp.since as Date;
  await eventually('a failed attempt', () => raw().findOne({ _id: 'bad', '_stamp.attempts': { $gte: 1 } } as never));
  await models().Note.updateOne({ _id: 'bad' }, { title: 'written again' });
  const again = (await raw().findOne({ _id: 'bad' }))?._stamp as StampedDocument['_stamp'];
  expect([again.since, (again.at as Date) > first]).toEqual([first, true]);
  const told: { at: string }[] = [];
  const { connection } = unit.running.bus;
  connection.subscribe('watermark.notes', { callback: (_, message) => void told.push(message.json()) });
  await eventually('two watermarks', () => told.length >= 2);
  expect(told.filter(({ at }) => new Date(at) > first)).toEqual([]);
  await models().Note.updateOne({ _id: 'bad' }, { trick: 'fine' });
  await eventually('one after it', () => told.some(({ at }) => new Date(at) > first));
  expect((await raw().findOne({ _id: 'bad' }))?._stamp.since).toBeUndefined();
}, 20_000);

test('PROTOCOL "Clocks": what processes write whose clocks are an hour off is published too', async () => {
  for (const hours of [-1, 1]) {
    const clock = { now: () => new Date(Date.now() + hours * 3_600_000) };
    const relay = { leaseTtl: 600, pollInterval: 200 };
    const other = await startTestedUnit(notes, servers, { database: unit.database, clock, relay });
    try {
      const id = `hours${hours}`;
      await new (models(other).Note)({ _id: id, title: 'by another clock' }).save();
      await eventually(
        'it to be published',
        () =>
          lastOf('NoteTitle', id).then(
            () => true,
            () => false,
          ),
        15_000,
      );
    } finally {
      await other.stop();
    }
  }
}, 40_000);

test('PROTOCOL "Asking the owner": rows, tombstones and unknown ids in one answer; nonsense is told', async () => {
  await write('here', { title: 'Here' });
  await (await write('gone')).tombstone();
  await unit.settled();
  const ask = async (payload: string) =>
    (await unit.running.bus.connection.request('ask.notes.NoteTitle', payload, { timeout: 2_000 })).json();
  expect(await ask(JSON.stringify({ ids: ['here', 'gone', 'never'] }))).toEqual({
    rows: [
      { id: 'here', epoch: 1, rev: 1, at: expect.any(String), data: { id: 'here', title: 'Here' } },
      { id: 'gone', epoch: 1, rev: 2, at: expect.any(String), gone: true },
      { id: 'never', unknown: true },
    ],
  });
  for (const nonsense of [
    '',
    '{',
    'null',
    '{"ids":[]}',
    '{"ids":[1]}',
    JSON.stringify({ ids: Array.from({ length: 201 }, String) }),
  ]) {
    expect(await ask(nonsense)).toMatchObject({ error: { code: 'BAD_INPUT' } });
  }
});

test('PROTOCOL "Asking the owner": an answer goes to an inbox and nowhere else', async () => {
  await write('here');
  await unit.settled();
  const { connection } = unit.running.bus;
  const before = await settledSequences();
  const elsewhere = [
    viewSubject('notes', 'NoteTitle', 'there'),
    'event.notes.Note.NoteWritten.x',
    '_INBOX.x',
    '_INBOX_.x',
    'doorbell.notes',
    '',
  ];
  const heard: string[] = [];
  for (const subject of ['_INBOX.x', '_INBOX_.x', '_INBOX_shelf.answer.notes.x'])
    connection.subscribe(subject, { callback: (_, message) => void heard.push(message.subject) });
  const payload = JSON.stringify({ ids: ['here'] });
  for (const reply of elsewhere) connection.publish('ask.notes.NoteTitle', payload, { reply });
  connection.publish('ask.notes.NoteTitle', payload, { reply: '_INBOX_shelf.answer.notes.x' });
  await eventually('the answer to an inbox', () => heard.length > 0);
  // Asked later, answered later: what an earlier ask would have been answered is here by now.
  await connection.request('ask.notes.NoteTitle', payload, { timeout: 2_000 });
  expect(heard).toEqual(['_INBOX_shelf.answer.notes.x']);
  expect([await lastSequence(viewsStream('notes')), await lastSequence(eventsStream('notes'))]).toEqual(before);
});

test('rule 6: the broker lost everything: views come back by touches, events from the archive, nobody helps', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-wiped-'));
  const nats = await startNats({ folder, syncInterval: '1s' });
  const owner = await startTestedUnit(notes, { ...servers, nats });
  try {
    const note = new (models(owner).Note)({ _id: 'a', title: 'kept' });
    recordWritten(note, 4);
    await note.save();
    await (await models(owner).Note.create({ _id: 'b', title: 'gone' })).tombstone();
    const [event] = await owner.events();
    await nats.kill();
    rmSync(join(folder, 'jetstream'), { recursive: true });
    await nats.restart();
    const streams = owner.running.bus.manager.streams;
    const rev = async (id: string) =>
      (
        await streams.getMessage(viewsStream('notes'), { last_by_subj: viewSubject('notes', 'NoteTitle', id) })
      )?.header.get('ws-rev');
    await eventually('the view again, a revision later', async () => (await rev('a')) === '2', 20_000);
    await eventually('the tombstone again', async () => (await rev('b')) === '3', 20_000);
    const refilled = await eventually(
      'the event again',
      () => streams.getMessage(eventsStream('notes'), { seq: 1 }),
      20_000,
    );
    expect(refilled.header.get('Nats-Msg-Id')).toBe(event?.id);
    expect(refilled.json()).toEqual({ length: 4 });
  } finally {
    await owner.stop();
    await nats.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 40_000);
