import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { catalog } from '@wellspring/catalog';
import { members } from '@wellspring/members';
import { orders } from '@wellspring/orders';
import { mongo } from 'mongoose';
import { durableName, viewsStream } from '../kit/src/bus/subjects.ts';
import { startNats } from '../kit/src/embedded/index.ts';
import { databaseOf, stateOf } from '../kit/src/owner/bookkeeping.ts';
import type { StampedDocument } from '../kit/src/owner/OwnedEntity.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { restoreBackup, takeBackup } from '../kit/src/testing/backup.ts';
import {
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '../kit/src/testing/index.ts';

jest.setTimeout(180_000);

const CARD = 'members.MemberCard';
const folder = mkdtempSync(join(tmpdir(), 'wellspring-restores-'));
const relay = { pollInterval: 200, leaseTtl: 800 };
let servers: TestServers;
let owner: TestedUnit;
let consumer: TestedUnit;
let listings: TestedUnit; // catalog, which orders copies too
let client: mongo.MongoClient;
let counter = 0;

beforeAll(async () => {
  const started = await startTestServers();
  await started.nats.stop();
  servers = { ...started, nats: await startNats({ folder, syncInterval: '1s' }), stop: () => started.mongo.stop() };
  client = await mongo.MongoClient.connect(servers.mongo.uriFor('admin'));
  [owner, listings] = await Promise.all([
    startTestedUnit(members, servers, { relay }),
    startTestedUnit(catalog, servers, { relay }),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all([consumer, owner, listings].map((unit) => unit?.stop()));
  await client?.close();
  await servers?.nats.stop();
  await servers?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const haveConsumer = () => (consumer === undefined ? startConsumer() : undefined);
const startConsumer = async (database?: string): Promise<void> => {
  consumer = await startTestedUnit(orders, servers, database === undefined ? {} : { database });
};
const databaseIn = (unit: TestedUnit): mongo.Db => databaseOf(unit.running.connection);
const rows = () => databaseIn(consumer).collection<ReplicaRow>(`replica.${CARD}`);
const documents = () => databaseIn(owner).collection<StampedDocument>('Member');
const card = () => {
  const replica = consumer.running.replicas.get('member');
  if (replica === undefined) throw new Error('orders copies no member');
  return replica;
};
async function ask(document: string, variables: object, actor: string) {
  const { data, errors } = await owner.query(document, { ...variables }, actor);
  expect(errors).toEqual([]);
  return data;
}
async function joinAs(displayName: string): Promise<string> {
  counter += 1;
  const input = { displayName, handle: `member_${counter}`, email: `member_${counter}@example.org` };
  const document = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
  return (await ask(document, { input }, 'staff:eva')).joinMember.id;
}
const rename = (id: string, displayName: string) =>
  ask('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', { input: { displayName } }, id);
const nameOf = async (id: string) => (await rows().findOne({ _id: id }))?.data?.displayName;
/** Waits until each member's row has its document's revision, then compares what they hold. */
async function expectEqual(): Promise<void> {
  await owner.settled();
  const wanted = new Map((await documents().find().toArray()).map((document) => [document._id, document]));
  const revision = ({ epoch, rev }: { epoch: number; rev: number }) => `${epoch}.${rev}`;
  await eventually(
    'every row at its revision',
    async () => {
      const found = await rows().find().toArray();
      const isBehind = (row: ReplicaRow) =>
        revision(row) !== revision(wanted.get(row._id)?._stamp ?? { epoch: 0, rev: 0 });
      const behind = found.filter(isBehind).map(({ _id }) => _id);
      if (behind.length > 0) throw new Error(`${behind.length} rows differ, such as ${behind[0]}`);
      return found.length === wanted.size;
    },
    45_000,
  );
  for (const row of await rows().find().toArray()) {
    const document = wanted.get(row._id);
    if (document?._stamp.live === true) expect(row.data?.displayName).toBe(document.displayName);
    else expect(row.gone).toBe(true);
  }
}
const readyz = async () =>
  (await fetch(`${consumer.running.url}/readyz`)).json() as Promise<{
    replicas: { view: string; ready: boolean; progress: number }[];
  }>;

describe('PROTOCOL "Bootstrapping": a replica that comes late', () => {
  test('while the owner is written to, has no gap; says how far it is, and when it has caught up', async () => {
    const at = new Date();
    await documents().insertMany(
      Array.from({ length: 200 }, (_, n) => ({
        _id: `bulk-${n}`,
        displayName: `bulk ${n}`,
        handle: `bulk_${n}`,
        email: `bulk_${n}@example.org`,
        emailKey: `bulk_${n}@example.org`,
        subscription: { plan: 'FREE', paidUntil: null },
        joinedAt: at,
        _stamp: { rev: 1, epoch: 1, at, live: true as const, dirty: at },
      })) as never,
    );
    const ids = [await joinAs('first'), await joinAs('second'), 'bulk-7', 'bulk-150'];
    await eventually('half of them to be published', async () => {
      const stream = await owner.running.bus.manager.streams.info(viewsStream('members')).catch(() => null);
      return (stream?.state.messages ?? 0) > 200;
    });
    let writing = true;
    const writers = ids.map(async (id, index) => {
      for (let n = 0; writing; n += 1) await rename(id, `writer ${index} at ${n}`);
    });
    await startConsumer();
    const seen: number[] = [];
    await eventually('the replica to be ready', async () => {
      const { replicas } = await readyz();
      const replica = replicas.find(({ view }) => view === CARD);
      seen.push(replica?.progress ?? -1);
      return replica?.ready === true;
    });
    // Ready means whole: every member who was published when it began is here.
    expect(await rows().countDocuments()).toBeGreaterThanOrEqual(60);
    expect(seen.every((progress) => progress >= 0 && progress <= 1)).toBe(true);
    await joinAs('joined meanwhile');
    writing = false;
    await Promise.all(writers);
    await expectEqual();
    await eventually('all of it', async () => (await readyz()).replicas.every(({ progress }) => progress === 1));
  });
});

describe('rule 6: a consumer whose database is set back to a backup', () => {
  test.each([['while it is down'], ['while it runs']])(
    '%s, takes in again what it had acknowledged since',
    async (when) => {
      await haveConsumer();
      const [early, gone] = [await joinAs('early'), await joinAs('gone later')];
      await expectEqual();
      const floor = async () =>
        (await stateOf(consumer.running.connection).findOne({ _id: `replica:${CARD}` }))?.position as {
          sequence: number;
        };
      const acknowledged = async () =>
        (await consumer.running.bus.manager.consumers.info(viewsStream('members'), durableName('orders', 'MemberCard')))
          .ack_floor.stream_seq;
      const isKept = () =>
        eventually('the position to be kept', async () => (await floor()).sequence === (await acknowledged()));
      await isKept();
      const database = databaseIn(consumer);
      const backup = await takeBackup(database);
      await rename(early, 'renamed since the backup');
      await ask('mutation { leave }', {}, gone);
      const late = await joinAs('joined since the backup');
      await expectEqual();
      await isKept();
      if (when === 'while it is down') {
        const name = consumer.database;
        await consumer.stop();
        await restoreBackup(client.db(name), backup);
        await startConsumer(name);
      } else {
        await restoreBackup(database, backup);
      }
      await eventually(
        'what came after the backup',
        async () => (await nameOf(late)) === 'joined since the backup',
        45_000,
      );
      expect(await nameOf(early)).toBe('renamed since the backup');
      await expectEqual();
      expect(card().ready).toBe(true);
    },
  );
});

describe('rule 6: an owner whose database is set back to a backup', () => {
  test('notices it, and its consumers end equal to it: who joined since is gone', async () => {
    await haveConsumer();
    const id = await joinAs('before the backup');
    await owner.settled();
    const backup = await takeBackup(databaseIn(owner));
    await rename(id, 'after the backup');
    const lost = await joinAs('lost');
    await expectEqual();
    expect(await nameOf(lost)).toBe('lost');
    const name = owner.database;
    await owner.stop();
    await restoreBackup(client.db(name), backup);
    owner = await startTestedUnit(members, servers, { relay, database: name });
    await eventually('the row to go', async () => (await rows().findOne({ _id: lost }))?.gone === true, 45_000);
    await eventually('the older name', async () => (await nameOf(id)) === 'before the backup', 45_000);
    await expectEqual();
    expect((await rows().findOne({ _id: id }))?.epoch).toBe(2);
    const { data, errors } = await owner.query('query ($id: ID!) { member(id: $id) { id } }', { id: lost });
    expect({ data, errors }).toEqual({ data: { member: null }, errors: [] });
  });
});

describe('rule 6: a broker that is set back to a backup', () => {
  test('is noticed: what was published since is published again, the replica goes on being served', async () => {
    await haveConsumer();
    const id = await joinAs('before the backup');
    await expectEqual();
    await eventually('the replica to be ready', () => card().ready);
    const copy = mkdtempSync(join(tmpdir(), 'wellspring-broker-backup-'));
    try {
      const { nats } = servers;
      await nats.kill();
      cpSync(join(folder, 'jetstream'), copy, { recursive: true });
      await nats.restart();
      await rename(id, 'after the backup');
      await expectEqual();
      // The consumer misses what is lost with the broker.
      const name = consumer.database;
      await consumer.stop();
      await rename(id, 'never delivered');
      await owner.settled();
      await nats.kill();
      rmSync(join(folder, 'jetstream'), { recursive: true });
      cpSync(copy, join(folder, 'jetstream'), { recursive: true });
      await nats.restart();
      await startConsumer(name);
      expect(card().ready).toBe(true);
      await eventually('the last name', async () => (await nameOf(id)) === 'never delivered', 45_000);
      await expectEqual();
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
