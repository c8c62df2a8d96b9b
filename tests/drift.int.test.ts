import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { members } from '@wellspring/members';
import { orders } from '@wellspring/orders';
import type { mongo } from 'mongoose';
import { digestSubject, reconcileSubject } from '../kit/src/bus/subjects.ts';
import type { DriftReport } from '../kit/src/drift/DriftReport.ts';
import { databaseOf } from '../kit/src/owner/bookkeeping.ts';
import type { StampedDocument } from '../kit/src/owner/OwnedEntity.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { eventually, startTestedUnit, type TestPlatform, testPlatform } from '../kit/src/testing/index.ts';

jest.setTimeout(30_000);

const VIEW = 'members.MemberCard';
let platform: TestPlatform;
let owned: mongo.Collection<StampedDocument>;
let copied: mongo.Collection<ReplicaRow>;
let counter = 0;

beforeAll(async () => {
  platform = await testPlatform([members, orders], { drift: { interval: 0, patience: 8_000 } });
  owned = databaseOf(platform.unit('members').running.connection).collection('Member');
  copied = databaseOf(platform.unit('orders').running.connection).collection(`replica.${VIEW}`);
  await eventually(
    'the replica to be filled',
    () => platform.unit('orders').running.replicas.get('member')?.ready,
    30_000,
  );
}, 60_000);
afterAll(() => platform?.stop());

async function join(displayName: string): Promise<string> {
  counter += 1;
  const input = { displayName, handle: `drifter_${counter}`, email: `drifter_${counter}@example.org` };
  const document = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
  const { data, errors } = await platform.unit('members').query(document, { input });
  expect(errors).toEqual([]);
  return data.joinMember.id;
}
const rename = async (id: string, displayName: string) => {
  const document = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
  expect((await platform.unit('members').query(document, { input: { displayName } }, id)).errors).toEqual([]);
};
const copyOf = async (id: string) => (await copied.findOne({ _id: id }))?.data?.displayName;
const toBeCopied = (id: string, name: string) => eventually(`"${name}"`, async () => (await copyOf(id)) === name);
/** What readers of orders get, caches and all. */
async function shown(id: string) {
  const document = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { displayName } } }';
  const { data } = await platform.unit('orders').query(document, { r: [{ __typename: 'Member', id }] });
  return data._entities[0]?.displayName ?? null;
}

/** Asks the unit to compare now, as `npm run reconcile` does. */
async function reconcile(repair = true): Promise<DriftReport> {
  const { connection } = platform.unit('members').running.bus;
  const reply = await connection.request(reconcileSubject('orders'), JSON.stringify({ view: VIEW, repair }), {
    timeout: 30_000,
  });
  const { reports } = reply.json<{ reports: DriftReport[] }>();
  expect(reports).toHaveLength(1);
  return reports[0] as DriftReport;
}
const named = ({ entities }: DriftReport) => entities.map(({ id, kind }) => ({ id, kind }));
const metric = async (name: string) => {
  const found = await platform.unit('orders').running.metrics.registry.getSingleMetricAsString(name);
  return found;
};

describe('rule 8, no silence: owner and replica are compared by their content', () => {
  test('nothing differs: every live entity was looked at, nothing is touched', async () => {
    const ids = await Promise.all(['One', 'Two', 'Three'].map(join));
    for (const id of ids) await eventually('a copy', () => copyOf(id));
    const report = await reconcile();
    expect(report).toMatchObject({ found: {}, repaired: 0, unsettled: 0, checked: await owned.countDocuments() });
    expect((await owned.find({ _id: { $in: ids } }).toArray()).map(({ _stamp }) => _stamp.rev)).toEqual([1, 1, 1]);
  });

  test('a write at the owner that bypassed mongoose is found, named and published', async () => {
    const [id, other] = [await join('Written well'), await join('Untouched')];
    await toBeCopied(id, 'Written well');
    await toBeCopied(other, 'Untouched');
    await owned.updateOne({ _id: id }, { $set: { displayName: 'Written past it' } });
    expect(await shown(id)).toBe('Written well');

    expect(named(await reconcile(false))).toEqual([{ id, kind: 'content' }]);
    expect(await copyOf(id)).toBe('Written well');
    const report = await reconcile();
    expect(report).toMatchObject({ found: { content: 1 }, repaired: 1 });
    expect(named(report)).toEqual([{ id, kind: 'content' }]);
    await eventually('readers to see it', async () => (await shown(id)) === 'Written past it');
    expect((await owned.findOne({ _id: id }))?._stamp.rev).toBe(2);
    expect((await owned.findOne({ _id: other }))?._stamp.rev).toBe(1);
    expect(await metric('wellspring_drift_found_total')).toMatch(/kind="content"[^\n]* 2/);
    expect(await metric('wellspring_drift_repaired_total')).toMatch(/MemberCard[^\n]* 1/);
  });

  test('rows changed, taken away, put ahead and made up by hand are found and put right', async () => {
    const [changed, missing, ahead, gone] = [
      await join('Changed'),
      await join('Missing'),
      await join('Ahead'),
      await join('Gone'),
    ];
    for (const [id, name] of [
      [changed, 'Changed'],
      [missing, 'Missing'],
      [ahead, 'Ahead'],
      [gone, 'Gone'],
    ] as const)
      await toBeCopied(id, name);
    await copied.updateOne({ _id: changed }, { $set: { 'data.displayName': 'by hand' } });
    await copied.deleteOne({ _id: missing });
    await copied.updateOne({ _id: ahead }, { $set: { rev: 99, 'data.displayName': 'by hand' } });
    await copied.updateOne({ _id: gone }, { $set: { gone: true }, $unset: { data: '' } });
    const shape = (await copied.findOne({ _id: changed }))?.shape as string;
    await copied.insertOne({ _id: 'made-up', epoch: 1, rev: 1, at: new Date(), shape, data: { id: 'made-up' } });

    const report = await reconcile();
    expect(report).toMatchObject({
      found: { content: 2, missing: 1, ahead: 1, surplus: 1 },
      repaired: 5,
      unsettled: 0,
    });
    expect(new Set(named(report).map(({ id, kind }) => `${kind} ${id}`))).toEqual(
      new Set([`content ${changed}`, `content ${gone}`, `missing ${missing}`, `ahead ${ahead}`, 'surplus made-up']),
    );
    expect(await Promise.all([changed, missing, ahead, gone].map(copyOf))).toEqual([
      'Changed',
      'Missing',
      'Ahead',
      'Gone',
    ]);
    expect(await copied.findOne({ _id: 'made-up' })).toBeNull();
    // A row that was ahead would have held up every later change.
    await rename(ahead, 'Ahead again');
    await toBeCopied(ahead, 'Ahead again');
    expect(await reconcile()).toMatchObject({ found: {}, unsettled: 0 });
  });

  test('an entity deleted behind the golden source becomes a tombstone everywhere', async () => {
    const id = await join('Vanishing');
    await toBeCopied(id, 'Vanishing');
    await owned.deleteOne({ _id: id });
    expect(await reconcile()).toMatchObject({ found: { surplus: 1 }, repaired: 1 });
    expect(await copied.findOne({ _id: id })).toMatchObject({ gone: true, rev: 2 });
    expect(await shown(id)).toBeNull();
    expect(await platform.unit('members').view('MemberCard', id)).toBeNull();
  });

  test('changes in flight are not reported', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => join(`Busy ${n}`)));
    let writing = true;
    const writers = ids.map(async (id) => {
      for (let n = 0; writing; n += 1) await rename(id, `Busy ${n} times`);
    });
    const reports: DriftReport[] = [];
    const comparing = (async () => {
      for (let n = 0; n < 3; n += 1) reports.push(await reconcile());
    })();
    await eventually('comparisons while it is written', () => reports.length > 1, 20_000).finally(() => {
      writing = false;
    });
    await Promise.all([comparing, ...writers]);
    expect(reports.map(({ found }) => found)).toEqual([{}, {}, {}]);
    const revisions = await owned.find({ _id: { $in: ids } }).toArray();
    expect(Math.min(...revisions.map(({ _stamp }) => _stamp.rev))).toBeGreaterThan(2);
  });

  test('without being asked: from time to time, in one process of the unit', async () => {
    const id = await join('Unwatched');
    await toBeCopied(id, 'Unwatched');
    const { database } = platform.unit('orders');
    const watching = await startTestedUnit(orders, platform.servers, {
      database,
      drift: { interval: 200, patience: 5_000 },
    });
    try {
      await copied.updateOne({ _id: id }, { $set: { 'data.displayName': 'by hand' } });
      await toBeCopied(id, 'Unwatched');
    } finally {
      await watching.stop();
    }
  });

  test('in buckets, and bounded: hundreds of entities, one of which differs', async () => {
    const documents = Array.from({ length: 450 }, (_, n) => ({
      _id: `bulk-${String(n).padStart(4, '0')}`,
      displayName: `Bulk ${n}`,
      handle: `bulk_${n}`,
      email: `bulk_${n}@example.org`,
      emailKey: `bulk_${n}@example.org`,
      subscription: { plan: 'FREE', paidUntil: null },
      joinedAt: new Date(),
    }));
    const { models } = platform.unit('members').running.context() as never as {
      models: { Member: { insertMany(documents: object[]): Promise<unknown> } };
    };
    await models.Member.insertMany(documents);
    await eventually('all copies', async () => (await copied.countDocuments({ _id: /^bulk-/ })) === 450);
    await owned.updateOne({ _id: 'bulk-0321' }, { $set: { displayName: 'Other' } });
    const report = await reconcile();
    expect(named(report)).toEqual([{ id: 'bulk-0321', kind: 'content' }]);
    expect(report.checked).toBeGreaterThan(450);
    expect(await copyOf('bulk-0321')).toBe('Other');
  });
});

describe('rule 5, need to know', () => {
  test('a digest of a field outside the view is refused', async () => {
    const { connection } = platform.unit('orders').running.bus;
    const ask = async (request: object) =>
      (await connection.request(digestSubject('members', 'MemberCard'), JSON.stringify(request))).json<{
        error?: { code: string };
      }>();
    expect(await ask({ op: 'buckets', fields: ['email'], after: null })).toMatchObject({
      error: { code: 'BAD_INPUT' },
    });
    expect(await ask({ op: 'all' })).toMatchObject({ error: { code: 'BAD_INPUT' } });
    expect(await ask({ op: 'touch', rows: Array(201).fill(['x', 1, 1]) })).toMatchObject({
      error: { code: 'BAD_INPUT' },
    });
  });

  test('a unit compares only what it copies', async () => {
    const { connection } = platform.unit('members').running.bus;
    const reply = await connection.request(reconcileSubject('orders'), '{"view":"members.MemberContact"}');
    expect(reply.json()).toEqual({ error: expect.stringContaining('members.MemberCard') });
  });
});
