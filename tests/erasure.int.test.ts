import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { members } from '@wellspring/members';
import { requireData } from '@wellspring/tools/client/sendOperation.ts';
import type { Platform } from '@wellspring/tools/platform/Platform.ts';
import { startPlatform } from '@wellspring/tools/platform/startPlatform.ts';
import { mongo } from 'mongoose';
import { eventSubject, toToken } from '../kit/src/bus/subjects.ts';
import { databaseOf, stateOf } from '../kit/src/owner/bookkeeping.ts';
import { restoreBackup, takeBackup } from '../kit/src/testing/backup.ts';
import { eventually, startTestServers, type TestedUnit, testUnit } from '../kit/src/testing/index.ts';
import { startUnitProcess } from './UnitProcess.ts';

jest.setTimeout(40_000);

/** What of all this text there is in a broker: each message of each stream, headers and payload. */
async function textOfStreams(connection: NatsConnection): Promise<string[]> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const texts: string[] = [];
  for await (const { config, state } of manager.streams.list()) {
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const stored = await manager.streams.getMessage(config.name, { seq }).catch(() => null);
      if (stored === null) continue; // replaced or purged
      const headers = [...(stored.header ?? [])].map(([name, values]) => `${name}: ${values.join()}`).join('\n');
      texts.push(`${config.name} ${stored.subject}\n${decodeURIComponent(headers)}\n${stored.string()}`);
    }
  }
  return texts;
}

/** Each document of each collection of a database. */
async function textOfDatabase(database: mongo.Db): Promise<string[]> {
  const texts: string[] = [];
  for (const { name } of await database.listCollections().toArray()) {
    for await (const document of database.collection(name).find())
      texts.push(`${database.databaseName}.${name} ${JSON.stringify(document)}`);
  }
  return texts;
}

describe('a member who leaves, in the whole platform', () => {
  const first = { displayName: 'Zebulon Quackenbush', handle: 'zebulon_q', email: 'zeb@quackenbush.example' };
  const second = { displayName: 'Zeb the Second', handle: 'zeb_second', email: 'second@quackenbush.example' };
  const values = [
    ...Object.values(first),
    ...Object.values(second),
    '77 Erasure Lane',
    'Obliviontown',
    '12 Amnesia Road',
  ];
  const lines: string[] = [];
  let platform: Platform;
  let operator: NatsConnection;

  beforeAll(async () => {
    const log = (service: string, line: string) => void lines.push(`${service} ${line}`);
    platform = await startPlatform({
      units: ['members', 'catalog', 'orders'],
      syncInterval: '10s',
      env: { LOG_LEVEL: 'info' },
      log,
    });
    operator = await connect({ servers: platform.nats.url, ...platform.natsUser('operator'), inboxPrefix: '_INBOX_x' });
  }, 120_000);
  afterAll(async () => {
    await operator?.close();
    await platform?.stop();
  }, 60_000);

  const ask = <Data>(query: string, variables: Record<string, unknown> = {}, actor?: string) =>
    requireData<Data>(platform.gatewayUrl, { query, variables, ...(actor === undefined ? {} : { actor }) });

  async function withDatabase<T>(unit: string, look: (database: mongo.Db) => Promise<T>): Promise<T> {
    const client = new mongo.MongoClient(platform.mongoUri(unit));
    try {
      return await look(client.db());
    } finally {
      await client.close();
    }
  }

  /** Where which of the values stand. */
  async function traces(): Promise<string[]> {
    const databases = await Promise.all(platform.units.map((unit) => withDatabase(unit, textOfDatabase)));
    const texts = [...databases.flat(), ...(await textOfStreams(operator))];
    return texts.filter((text) => values.some((value) => text.toLowerCase().includes(value.toLowerCase())));
  }

  test('leaves no value of theirs in any database, stream or log; one fact without any stays', async () => {
    const { joinMember } = await ask<{ joinMember: { id: string } }>(
      'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }',
      { input: { ...first, address: { street: '77 Erasure Lane', city: 'Obliviontown', country: 'CH' } } },
    );
    const { id } = joinMember;
    await ask('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', { input: second }, id);
    await ask(
      'mutation ($address: AddressInput!) { relocateMember(address: $address) { id } }',
      { address: { street: '12 Amnesia Road', city: 'Obliviontown', country: 'DE' } },
      id,
    );
    const sku = { sku: 'ERASE-1', name: 'A thing', kind: 'STANDARD', price: { amount: '10.00', currency: 'USD' } };
    const { addProduct } = await ask<{ addProduct: { id: string } }>(
      'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }',
      { input: sku },
      'staff:test',
    );
    const line = { productId: addProduct.id, quantity: 1 };
    await ask(
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }',
      { input: { lines: [line] } },
      id,
    );
    // The search can find: they stand in the owner's database, in its stream, and in a copy.
    const places = (texts: string[]) => new Set(texts.map((text) => text.split(/[. ]/)[0]));
    await eventually('values in three places', async () => {
      const found = places(await traces());
      return ['members', 'orders', 'VIEWS_members'].every((place) => found.has(place));
    });

    // A copy as it is now, beside the live one, holds them too.
    const asOf = new Date().toISOString();
    const user = platform.natsUser('operator');
    const reach = { MONGODB_URI: platform.mongoUri('orders'), NATS_URL: platform.nats.url, NATS_PASSWORD: user?.pass };
    const rebuild = ['tools/src/replica/replica.ts', 'rebuild', 'orders', 'members.MemberCard', '--as-of', asOf];
    const { stdout } = await promisify(execFile)(process.execPath, rebuild, { env: { ...process.env, ...reach } });
    expect(stdout).toBe(`1 rows in replica.members.MemberCard.${asOf} of orders's database\n`);
    expect(
      (await traces()).filter((text) => text.startsWith(`orders.replica.members.MemberCard.${asOf}`)),
    ).toHaveLength(1);

    await ask('mutation { leave }', {}, id);
    await eventually('no trace', async () => {
      const found = await traces();
      if (found.length > 0) throw new Error(found.join('\n'));
      return true;
    });
    const ofMember = () =>
      withDatabase('members', (database) => database.collection('wellspring.events').find({ entityId: id }).toArray());
    await eventually('the first pass', async () => (await ofMember())[0]?.purges === 1);
    const facts = await ofMember();
    expect(facts.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'MemberErased', data: { joinedAt: expect.any(String) } },
    ]);
    const told = (await textOfStreams(operator)).filter((text) => text.includes(Buffer.from(id).toString('base64url')));
    expect(told.map((text) => text.split('\n')[0]?.split('.').slice(0, -1).join('.')).sort()).toEqual([
      'EVENTS_members event.members.Member.MemberErased',
      ...['Access', 'Card', 'Contact', 'Location'].map((view) => `VIEWS_members view.members.Member${view}`),
    ]);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((text) => values.some((value) => text.includes(value)))).toEqual([]);
    expect(await withDatabase('orders', (database) => database.collection('Order').countDocuments())).toBe(1);
  });

  test('npm run reconcile, with the permissions as they are generated: names what differs and repairs it', async () => {
    const { joinMember } = await ask<{ joinMember: { id: string } }>(
      'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }',
      { input: { displayName: 'As it was', handle: 'as_it_was', email: 'was@example.org' } },
    );
    const { id } = joinMember;
    const run = promisify(execFile);
    const user = platform.natsUser('operator');
    const env = { ...process.env, NATS_URL: platform.nats.url, NATS_PASSWORD: user?.pass };
    const reconcile = (...args: string[]) =>
      run(process.execPath, ['tools/src/reconcile/reconcile.ts', 'orders', 'members.MemberCard', ...args], { env });
    await withDatabase('orders', async (database) => {
      const rows = database.collection<{ _id: string; data: { displayName: string } }>('replica.members.MemberCard');
      await eventually('the copy', () => rows.findOne({ _id: id }));
      await rows.updateOne({ _id: id }, { $set: { 'data.displayName': 'by hand' } });
      // On a busy machine a comparison may end without an answer; it says so with code 2, and the next one finds the same.
      const runs: { replicas: { unit: string; view: string; entities?: object[] }[] }[] = [];
      await eventually(
        'the repair',
        async () => {
          const { stdout } = await reconcile('--json').catch((ended: { stdout: string }) => ended);
          runs.push(JSON.parse(stdout));
          return (await rows.findOne({ _id: id }))?.data.displayName === 'As it was';
        },
        25_000,
      );
      const [report] = runs.flatMap(({ replicas }) => replicas).filter(({ entities }) => (entities?.length ?? 0) > 0);
      expect(report).toMatchObject({ unit: 'orders', view: 'members.MemberCard' });
      expect(report?.entities).toEqual([
        { id, kind: 'content', owner: { epoch: 1, rev: 1 }, row: { epoch: 1, rev: 1 } },
      ]);
      expect((await rows.findOne({ _id: id }))?.data.displayName).toBe('As it was');
      const sound = /^orders ← members\.MemberCard: \d+ entities in \d+ ms: no drift\n$/;
      await eventually('no drift', async () => sound.test((await reconcile()).stdout), 25_000);
    });
    await expect(run(process.execPath, ['tools/src/reconcile/reconcile.ts', 'nobody'], { env })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Expected a running unit "nobody"'),
    });
  }, 90_000);
});

describe('erasing, whatever comes between', () => {
  let unit: TestedUnit;
  beforeAll(async () => {
    unit = await testUnit(members, { erasure: { pollInterval: 50, secondPassAfter: 400 } });
  }, 60_000);
  afterAll(() => unit?.stop());

  const join = async (handle: string): Promise<string> => {
    const document = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
    const input = { displayName: handle, handle, email: `${handle}@example.org` };
    return (await unit.query(document, { input })).data.joinMember.id;
  };
  const archive = () => databaseOf(unit.running.connection).collection('wellspring.events');
  const typesOf = async (id: string) => (await archive().find({ entityId: id }).toArray()).map(({ type }) => type);
  const subjectsOf = async (id: string) => {
    const filter = eventSubject('members', 'Member', '*', id);
    const { state } = await unit.running.bus.manager.streams.info('EVENTS_members', { subjects_filter: filter });
    return Object.keys(state.subjects ?? {}).map((subject) => subject.split('.')[3]);
  };

  test('what a paused relay tells after the first pass goes with the second; others keep what is theirs', async () => {
    const [id, other] = [await join('late_told'), await join('stays')];
    await unit.events();
    await unit.query('mutation { leave }', {}, id);
    await eventually('the first pass', async () => (await archive().findOne({ entityId: id, purges: 1 })) !== null);
    // What a relay had read before does not stop at the fact that is now in the stream.
    await unit.running.bus.client.publish(eventSubject('members', 'Member', 'ProfileUpdated', id), '{"fields":[]}');
    await archive().insertOne({ entity: 'Member', entityId: id, type: 'ProfileUpdated', at: new Date(0) });
    expect(await subjectsOf(id)).toContain('ProfileUpdated');
    const history = { name: 'HISTORY_members', subjects: ['history.members.>'] };
    await unit.running.bus.manager.streams.add(history).catch(() => undefined); // it is there where views have a history
    await unit.running.bus.client.publish(`history.members.MemberCard.${toToken(id)}`, '{"displayName":"Late"}');
    await eventually('the second pass', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    expect(await typesOf(id)).toEqual(['MemberErased']);
    expect(await subjectsOf(id)).toEqual(['MemberErased']);
    const past = { subjects_filter: `history.members.*.${toToken(id)}` };
    expect((await unit.running.bus.manager.streams.info('HISTORY_members', past)).state.subjects ?? {}).toEqual({});
    expect(await typesOf(other)).toEqual(['MemberJoined']);
    expect(await subjectsOf(other)).toEqual(['MemberJoined']);
    expect(await unit.running.metrics.registry.getSingleMetricAsString('wellspring_erased_total')).toMatch(
      /Member"[^\n]* 1/,
    );
  });

  test('an erasure that was begun before a crash is taken up again', async () => {
    const id = await join('crashed');
    await unit.query('mutation { leave }', {}, id);
    await eventually('both passes', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    // As after a crash between the removal and its note: the events are there in part, the to-do is open.
    await unit.running.bus.client.publish(eventSubject('members', 'Member', 'MemberJoined', id), '{"country":null}');
    await archive().updateOne({ entityId: id }, { $unset: { purges: '', purgeAt: '' } });
    await eventually('both passes again', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    expect(await subjectsOf(id)).toEqual(['MemberErased']);
  });

  test('who was erased since the backup is erased again before anything of the restored database is published', async () => {
    const [id, other] = [await join('in_the_backup'), await join('in_it_too')];
    await unit.events();
    await unit.settled();
    const database = databaseOf(unit.running.connection);
    const backup = await takeBackup(database);
    await unit.query('mutation { leave }', {}, id);
    await eventually('both passes', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    /** What is published from here on of the view that shows their name. */
    const published: [string, string][] = [];
    const views = unit.running.bus.connection.subscribe('view.members.MemberCard.*', {
      callback: (_, message) => void published.push([message.subject.split('.')[3] ?? '', message.string()]),
    });
    await restoreBackup(database, backup);
    const told = { $set: { reason: 'the test says so' } };
    await stateOf(unit.running.connection).updateOne({ _id: 'restore' }, told, { upsert: true });
    await eventually('both passes again', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    await eventually('the others', () => published.find(([token]) => token === toToken(other)), 20_000);
    await unit.settled();
    const ofThem = published.filter(([token]) => token === toToken(id)).map(([, payload]) => payload);
    expect(new Set(ofThem)).toEqual(new Set([''])); // tombstones
    expect(await typesOf(id)).toEqual(['MemberErased']);
    expect(await subjectsOf(id)).toEqual(['MemberErased']);
    views.unsubscribe();
  });

  test('what a document that came back had still to tell is not told, however late it is published', async () => {
    const id = await join('tells_late');
    await unit.events();
    const told = await archive().findOne({ entityId: id });
    await unit.query('mutation { leave }', {}, id);
    await eventually('both passes', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    // As after a restore: the tombstone with an event that was published before, and cannot be published for long.
    const collection = databaseOf(unit.running.connection).collection<{ _id: string }>('Member');
    const event = { id: String(told?._id), type: 'MemberJoined', at: new Date(), data: told?.data };
    const late = { '_stamp.events': [event], '_stamp.dirty': new Date(Date.now() + 3_600_000), '_stamp.attempts': 1 };
    await collection.updateOne({ _id: id }, { $set: late });
    await archive().updateOne({ entityId: id }, { $unset: { purges: '', purgeAt: '' } });
    await eventually('both passes again', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    await collection.updateOne({ _id: id }, { $set: { '_stamp.dirty': new Date() } });
    await unit.settled();
    expect(await typesOf(id)).toEqual(['MemberErased']);
    expect(await subjectsOf(id)).toEqual(['MemberErased']);
  });

  test('who was erased stays erased when a backup brings them back', async () => {
    const id = await join('restored');
    await unit.events();
    const collection = databaseOf(unit.running.connection).collection<{ _id: string }>('Member');
    const before = await collection.findOne({ _id: id });
    await unit.query('mutation { leave }', {}, id);
    await eventually('both passes', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    // As after a restore: the document and its archived events as they were, the fact of the erasure from the stream.
    await collection.replaceOne({ _id: id }, before as never);
    await archive().insertOne({ entity: 'Member', entityId: id, type: 'MemberJoined', at: new Date() });
    await archive().updateOne({ entityId: id, type: 'MemberErased' }, { $unset: { purges: '', purgeAt: '' } });
    await eventually('both passes again', async () => (await archive().findOne({ entityId: id, purges: 2 })) !== null);
    await unit.settled();
    expect(Object.keys((await collection.findOne({ _id: id })) ?? {})).toEqual(['_id', '_stamp']);
    expect(await typesOf(id)).toEqual(['MemberErased']);
  });
});

test('killed in the middle of an erasure, a unit goes on with it', async () => {
  const servers = await startTestServers();
  const client = new mongo.MongoClient(servers.mongo.uriFor('members'));
  const nats = await connect({ servers: servers.nats.url });
  let unit = await startUnitProcess('members', servers, { WELLSPRING_CRASH_AT: 'mid-erasure' });
  try {
    const input = { displayName: 'Doomed', handle: 'doomed', email: 'doomed@example.org' };
    const joined = await unit.ask<{ joinMember: { id: string } }>(
      'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }',
      { variables: { input } },
    );
    const id = joined?.data?.joinMember.id as string;
    await unit.ask('mutation { leave }', { actor: id });
    expect(await unit.exited).toEqual({ code: null, signal: 'SIGKILL' });
    const archive = client.db().collection('wellspring.events');
    expect((await archive.find({ entityId: id }).toArray()).map(({ type }) => type)).toEqual(['MemberErased']);
    const { streams } = await jetstreamManager(nats);
    const told = async () => {
      const subjects_filter = eventSubject('members', 'Member', '*', id);
      const { state } = await streams.info('EVENTS_members', { subjects_filter });
      return Object.keys(state.subjects ?? {}).map((subject) => subject.split('.')[3]);
    };
    expect((await told()).sort()).toEqual(['MemberErased', 'MemberJoined']);
    unit = await startUnitProcess('members', servers);
    await eventually(
      'the first pass',
      async () => (await archive.findOne({ entityId: id, purges: 1 })) !== null,
      20_000,
    );
    expect(await told()).toEqual(['MemberErased']);
  } finally {
    await unit.stop();
    await nats.close();
    await client.close();
    await servers.stop();
  }
}, 60_000);
