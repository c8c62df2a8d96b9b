import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { viewSubject, viewsStream } from '../bus/subjects.ts';
import { freePort, type MongoServer, type NatsServer, startMongo, startNats } from '../embedded/index.ts';
import type { EntityModel } from '../owner/EntityModel.ts';
import type { UnitStatus } from '../server/createUnitServer.ts';
import { eventually } from '../testing/eventually.ts';
import { type NoteDocument, notes } from '../testing/fixtures/notes/notes.ts';
import type { Answer } from '../testing/index.ts';
import type { UnitConfig } from './loadConfig.ts';
import { type RunningUnit, startUnit } from './startUnit.ts';

jest.setTimeout(30_000); // longer than `eventually` waits

let nats: NatsServer;
let mongoPort: number;
let mongo: MongoServer; // from the test of a late one on
const running: RunningUnit[] = [];

beforeAll(async () => {
  nats = await startNats();
  mongoPort = await freePort();
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((unit) => unit.stop()));
  await Promise.all([mongo?.stop(), nats?.stop()]);
});

/** A unit, and what it logged. */
async function start(changes: Partial<UnitConfig> = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const config: UnitConfig = {
    host: '127.0.0.1',
    port: 0,
    mongodbUri: `mongodb://127.0.0.1:${mongoPort}/notes?directConnection=true`,
    natsUrl: nats.url,
    natsUser: undefined,
    natsPassword: undefined,
    instance: undefined,
    logLevel: 'info',
    identity: 'development',
    drainTimeout: 2_000,
    ...changes,
  };
  const unit = await startUnit(notes, config, { log });
  running.push(unit);
  return Object.assign(unit, { lines });
}

const get = async (unit: RunningUnit, path: string) => {
  const response = await fetch(`${unit.url}${path}`);
  return { status: response.status, body: (await response.json()) as Partial<UnitStatus> };
};
const query = async (unit: RunningUnit, id = 'n1') => {
  const response = await fetch(`${unit.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'query ($id: ID!) { note(id: $id) { title } }', variables: { id } }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
};
const write = async (unit: RunningUnit, id: string) => {
  const { Note } = unit.context().models as unknown as { Note: EntityModel<NoteDocument> };
  await new Note({ _id: id, title: `Title of ${id}` }).save();
};

describe('rule 9: without MongoDB', () => {
  test('a unit listens, says what it waits for, and serves when it comes', async () => {
    const unit = await start();
    expect(await get(unit, '/healthz')).toEqual({ status: 200, body: { status: 'alive', unit: 'notes' } });
    expect(await get(unit, '/readyz')).toMatchObject({ status: 503, body: { ready: false, waitingFor: ['MongoDB'] } });
    const refused = await query(unit);
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toEqual([
      503,
      '1',
      {
        errors: [{ message: 'notes is not ready: it waits for MongoDB.', extensions: { code: 'UNIT_NOT_READY' } }],
      },
    ]);
    await eventually('it to be logged', () =>
      unit.lines.find(({ msg, waitingFor }) => msg === 'waiting for MongoDB' && waitingFor === 'MongoDB'),
    );
    mongo = await startMongo({ port: mongoPort });
    await unit.serving;
    expect(await get(unit, '/readyz')).toMatchObject({ status: 200, body: { ready: true, waitingFor: [] } });
    expect((await query(unit)).body).toEqual({ data: { note: null } });
    await unit.replicating;
    expect(unit.lines.filter(({ msg }) => msg === 'waiting for MongoDB')).toHaveLength(1);
  });

  test('it stops as quickly as otherwise', async () => {
    const unit = await start({ mongodbUri: `mongodb://127.0.0.1:${await freePort()}/notes` });
    const began = performance.now();
    await unit.stop();
    expect(performance.now() - began).toBeLessThan(1_500);
    await unit.serving;
    expect(unit.connection.readyState).toBe(0);
  });

  test('a password that it refuses is said, and not shown', async () => {
    const strict = await startMongo({ users: [{ database: 'notes', user: 'notes', password: 'right' }] });
    const wrong = strict.uriFor('notes').replace('right', 'mistyped');
    const unit = await start({ mongodbUri: wrong });
    try {
      const waitingFor = 'MongoDB, which refuses the user or password of MONGODB_URI';
      await eventually('the reason', async () => {
        expect((await get(unit, '/readyz')).body.waitingFor).toEqual([waitingFor]);
        return true;
      });
      expect((await query(unit)).body.errors[0]?.message).toBe(`notes is not ready: it waits for ${waitingFor}.`);
      expect(unit.lines).toContainEqual(expect.objectContaining({ msg: 'waiting for MongoDB', waitingFor }));
      expect(JSON.stringify(unit.lines)).not.toContain('mistyped');
    } finally {
      await unit.stop();
      await strict.stop();
    }
  });

  test('that answered before, a field is DATABASE_UNAVAILABLE and the unit is not ready, until it is back', async () => {
    const unit = await start();
    await unit.serving;
    await write(unit, 'n1');
    await mongo.kill();
    const { status, body } = await query(unit);
    expect([status, body.data]).toEqual([200, { note: null }]);
    expect(body.errors).toEqual([
      {
        message: "The unit's database does not answer.",
        path: ['note'],
        locations: expect.any(Array),
        extensions: { code: 'DATABASE_UNAVAILABLE' },
      },
    ]);
    await eventually('readiness to be gone', async () => (await get(unit, '/readyz')).status === 503);
    const asked = performance.now();
    expect((await get(unit, '/readyz')).body).toMatchObject({ ready: false, waitingFor: ['MongoDB'] });
    expect(performance.now() - asked).toBeLessThan(1_500);
    expect((await get(unit, '/healthz')).status).toBe(200);
    await mongo.restart();
    await eventually('readiness to be back', async () => (await get(unit, '/readyz')).status === 200);
    expect((await query(unit)).body).toEqual({ data: { note: { title: 'Title of n1' } } });
  });
});

describe('rule 9: without NATS', () => {
  test('a unit is ready, reads and writes; what was written is published when it comes', async () => {
    const port = await freePort();
    const unit = await start({
      natsUrl: `nats://127.0.0.1:${port}`,
      mongodbUri: `mongodb://127.0.0.1:${mongoPort}/notes-apart?directConnection=true`,
    });
    await unit.serving;
    await write(unit, 'n2');
    expect((await query(unit, 'n2')).body).toEqual({ data: { note: { title: 'Title of n2' } } });
    expect(await get(unit, '/readyz')).toMatchObject({ status: 200, body: { ready: true, nats: 'waiting' } });
    const late = await startNats({ port });
    try {
      await unit.replicating;
      expect((await get(unit, '/readyz')).body.nats).toBe('connected');
      const stored = await eventually('the view', () =>
        unit.bus.manager.streams.getMessage(viewsStream('notes'), {
          last_by_subj: viewSubject('notes', 'NoteTitle', 'n2'),
        }),
      );
      expect(stored.json()).toEqual({ id: 'n2', title: 'Title of n2' });
    } finally {
      await unit.stop();
      await late.stop();
    }
  });

  test('or refused by it, a unit is ready and says so', async () => {
    const strict = await startNats({
      authorization: 'authorization { users: [{ user: "notes", password: "right" }] }',
    });
    const unit = await start({ natsUrl: strict.url, natsUser: 'notes', natsPassword: 'mistyped' });
    try {
      await unit.serving;
      const problem = 'NATS refuses the user "notes" with this password: see NATS_USER and NATS_PASSWORD';
      await eventually('the reason', async () => {
        expect(await get(unit, '/readyz')).toMatchObject({ status: 200, body: { ready: true, nats: problem } });
        return true;
      });
      expect(JSON.stringify(unit.lines)).not.toContain('mistyped');
    } finally {
      await unit.stop();
      await strict.stop();
    }
  });
});
