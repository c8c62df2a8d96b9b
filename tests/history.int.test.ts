import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { catalog } from '@wellspring/catalog';
import { members } from '@wellspring/members';
import { orders } from '@wellspring/orders';
import { eventsStream } from '../kit/src/bus/subjects.ts';
import { databaseOf } from '../kit/src/owner/bookkeeping.ts';
import type { ReplicaReader } from '../kit/src/replica/ReplicaReader.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { eventually, type TestPlatform, testPlatform } from '../kit/src/testing/index.ts';
import { readHistory } from '../tools/src/history/readHistory.ts';
import { readStream } from '../tools/src/history/readStream.ts';
import { asOfCollection, rebuildAsOf } from '../tools/src/replica/rebuildAsOf.ts';
import { beginRebuild, endRebuild, pendingOf } from '../tools/src/replica/rebuildReplica.ts';
import { restoreUnit } from '../tools/src/restored/restoreUnit.ts';

jest.setTimeout(60_000);

const CARD = 'members.MemberCard';
let platform: TestPlatform;
let counter = 0;

beforeAll(async () => {
  platform = await testPlatform([members, catalog, orders], { relay: { pollInterval: 200 } });
}, 60_000);
afterAll(async () => platform?.stop());

async function ask(unit: string, document: string, variables: object, actor: string) {
  const { data, errors } = await platform.unit(unit).query(document, { ...variables }, actor);
  expect(errors).toEqual([]);
  return data;
}
async function joinAs(displayName: string): Promise<string> {
  counter += 1;
  const input = { displayName, handle: `member_${counter}`, email: `member_${counter}@example.org` };
  const document = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
  return (await ask('members', document, { input }, 'staff:eva')).joinMember.id;
}
async function rename(id: string, displayName: string): Promise<void> {
  const document = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
  await ask('members', document, { input: { displayName } }, id);
  await platform.unit('members').settled();
}
const connection = () => platform.unit('orders').running.bus.connection;
const database = () => databaseOf(platform.unit('orders').running.connection);
const rows = () => database().collection<ReplicaRow>(`replica.${CARD}`);
const copies = () => {
  const replica = platform.unit('orders').running.replicas.get('member');
  if (replica === undefined) throw new Error('orders copies no member');
  return replica;
};

describe('PROTOCOL "History"', () => {
  test('an entity’s events and published revisions, oldest first', async () => {
    const id = await joinAs('Ada');
    await platform.unit('members').settled();
    await rename(id, 'Ada L.');
    const member = { unit: 'members', entity: 'Member', views: ['MemberCard', 'MemberContact'] };
    const entries = await readHistory(connection(), member, id);
    expect(entries.filter(({ kind }) => kind === 'event').map(({ name }) => name)).toEqual([
      'MemberJoined',
      'ProfileUpdated',
    ]);
    const revisions = entries.filter(({ kind }) => kind === 'revision');
    expect(revisions.map(({ name, rev, data }) => [name, rev, (data as { displayName: string }).displayName])).toEqual([
      ['MemberCard', 1, 'Ada'],
      ['MemberCard', 2, 'Ada L.'],
    ]);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort());
  });

  test('a replica is built as it was at a time, beside the live one, without who was erased since', async () => {
    const [id, erased] = [await joinAs('before'), await joinAs('erased since')];
    await platform.unit('members').settled();
    const at = new Date();
    await rename(id, 'after');
    const late = await joinAs('late');
    await ask('members', 'mutation { leave }', {}, erased);
    await platform.unit('members').settled();
    const was = database().collection<ReplicaRow>(asOfCollection(CARD, at));
    await eventually('the erasure', async () => {
      await rebuildAsOf(connection(), database(), copies().plan, at, true);
      return (await was.findOne({ _id: erased })) === null;
    });
    expect((await was.findOne({ _id: id }))?.data).toEqual({ id, displayName: 'before' }); // and nothing that orders does not use
    expect(await was.findOne({ _id: late })).toBeNull();
    await eventually('the live row', async () => (await rows().findOne({ _id: id }))?.data?.displayName === 'after');
    await ask('members', 'mutation { leave }', {}, id);
    await eventually('who is erased later to go from it', async () => (await was.findOne({ _id: id })) === null);
  });
});

test('a new read model is built by replaying business events from the first: orders a member', async () => {
  const [one, two] = [await joinAs('one'), await joinAs('two')];
  const add = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
  const product = { sku: 'HISTORY-1', name: 'A book', kind: 'BOOK', price: { amount: '10.00', currency: 'USD' } };
  const productId = (await ask('catalog', add, { input: product }, 'staff:eva')).addProduct.id;
  const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';
  for (const actor of [one, two, one, one])
    await ask('orders', place, { input: { lines: [{ productId, quantity: 1 }] } }, actor);
  await platform.unit('orders').settled();
  const counts = new Map<string, number>();
  await readStream(connection(), eventsStream('orders'), ['event.orders.Order.OrderPlaced.*'], (message) => {
    const { memberId } = message.json<{ memberId: string }>();
    counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
  });
  expect(counts).toEqual(
    new Map([
      [one, 3],
      [two, 1],
    ]),
  );
});

test('a replica is rebuilt while it is served: what was changed by hand is right again, what nobody published is gone', async () => {
  const id = await joinAs('true');
  await eventually('the row', () => rows().findOne({ _id: id }));
  await eventually('the replica to be ready', () => copies().ready);
  await rows().updateOne({ _id: id }, { $set: { 'data.displayName': 'changed by hand' } });
  await rows().insertOne({ ...(await rows().findOne({ _id: id })), _id: 'stray' } as ReplicaRow);
  const options = { connection: connection(), database: database(), unit: 'orders', view: CARD };
  const load = () =>
    (
      platform.unit('orders').running.context().replicas as unknown as {
        member: ReplicaReader<{ displayName: string }>;
      }
    ).member.load(id);
  expect((await load())?.displayName).toBe('changed by hand'); // and cached
  let served = 0;
  let running = true;
  const reader = (async () => {
    for (; running; served += 1) {
      expect(await load()).not.toBeNull();
      await new Promise(setImmediate); // a cached answer alone would let nobody else in
    }
  })();
  expect(await beginRebuild(options)).toBeGreaterThan(1);
  await eventually('the end', async () => (await pendingOf(options)) === 0);
  expect(await endRebuild(options)).toBe(1);
  running = false;
  await reader;
  expect(served).toBeGreaterThan(0);
  expect(copies().ready).toBe(true);
  expect((await rows().findOne({ _id: id }))?.data?.displayName).toBe('true');
  expect(await rows().countDocuments({ $or: [{ _id: 'stray' }, { epoch: 0 }] })).toBe(0);
  await eventually('the caches', async () => (await load())?.displayName === 'true');
});

test('an operator says that a unit was restored: a new epoch, in its streams and in its consumers', async () => {
  const id = await joinAs('restored');
  await eventually('the row', () => rows().findOne({ _id: id }));
  const report = await restoreUnit(databaseOf(platform.unit('members').running.connection));
  expect(report).toMatchObject({ epoch: 2, tombstones: 0, events: 0 });
  await eventually('the new epoch', async () => (await rows().findOne({ _id: id }))?.epoch === 2, 20_000);
});
