import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { JsMsg } from '@nats-io/jetstream';
import { members } from '@wellspring/members';
import { createMetrics } from '../gateway/src/createMetrics.ts';
import { durableName, viewsStream } from '../kit/src/bus/subjects.ts';
import { databaseOf } from '../kit/src/owner/bookkeeping.ts';
import type { ReplicaReader } from '../kit/src/replica/ReplicaReader.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { type EventTeller, eventTeller } from '../kit/src/testing/eventTeller.ts';
import { ledger } from '../kit/src/testing/fixtures/ledger/ledger.ts';
import { notes } from '../kit/src/testing/fixtures/notes/notes.ts';
import { shelf } from '../kit/src/testing/fixtures/shelf/shelf.ts';
import { eventually, type TestPlatform, testPlatform } from '../kit/src/testing/index.ts';

jest.setTimeout(30_000); // longer than `eventually` waits

const VIEW = 'members.MemberCard';
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const ofView = { view: VIEW };

let platform: TestPlatform;
let teller: EventTeller;
let first: string; // a member whose copy is there

beforeAll(async () => {
  const member = { view: VIEW, uses: ['displayName'] } as const;
  const stubborn = ledger((event) => {
    if (event.entityId === 'cursed') throw new Error('never');
  });
  platform = await testPlatform([members, notes, shelf({ member }), stubborn], {
    reactions: { attempts: 2, retry: { first: 10, last: 10 } },
  });
  teller = await eventTeller('orders', platform.servers);
  first = await join('first');
  await moved('shelf', 'wellspring_replica_rows_total', ofView, 1);
}, 60_000);
afterAll(async () => {
  await teller?.stop();
  await platform?.stop();
});

/** The exposition of a unit, over HTTP as Prometheus reads it. */
const exposition = async (unit: string): Promise<string> =>
  (await fetch(`${platform.unit(unit).running.url}/metrics`)).text();

/** The sum of a metric's series that have these labels. */
async function measured(unit: string, name: string, labels: Record<string, string> = {}): Promise<number> {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return (await exposition(unit))
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Waits until a metric is at or above a value. */
const moved = (unit: string, name: string, labels: Record<string, string>, to: number): Promise<unknown> =>
  eventually(`${name} of ${unit} at ${to}`, async () => (await measured(unit, name, labels)) >= to, 20_000);

/** How far a metric goes while something is done; waits until it moves. */
async function rises(
  unit: string,
  name: string,
  labels: Record<string, string>,
  act: () => unknown,
  by = 1,
): Promise<void> {
  const before = await measured(unit, name, labels);
  await act();
  await moved(unit, name, labels, before + by);
}

/** A new member; answers the id. */
async function join(handle: string): Promise<string> {
  const input = { displayName: handle, handle, email: `${handle}@example.org` };
  const query = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
  const { data, errors } = await platform.unit('members').query(query, { input });
  expect(errors).toEqual([]);
  return data.joinMember.id;
}
const load = (id: string): Promise<unknown> =>
  (platform.unit('shelf').running.context().replicas as unknown as Record<'member', ReplicaReader<object>>).member.load(
    id,
  );
const rows = () => databaseOf(platform.unit('shelf').running.connection).collection<ReplicaRow>(`replica.${VIEW}`);

describe('rule 8, no silence: each metric moves when that happens which it counts', () => {
  test('lag, from commit to visible; rows; publications', async () => {
    await rises('shelf', 'wellspring_replica_lag_seconds_count', ofView, () => join('second'));
    expect(await measured('shelf', 'wellspring_replica_lag_seconds_sum', ofView)).toBeGreaterThan(0);
    await rises('members', 'wellspring_views_published_total', ofView, () => join('third'));
  });

  test('backlog: what is committed and cannot be published', async () => {
    const { Note } = platform.unit('notes').running.context().models as unknown as {
      Note: new (fields: object) => { save(): Promise<unknown> };
    };
    expect(await measured('notes', 'wellspring_backlog')).toBe(0);
    await rises('notes', 'wellspring_unpublishable_total', { entity: 'Note' }, () =>
      new Note({ _id: 'bad', trick: 'throw' }).save(),
    );
    await moved('notes', 'wellspring_backlog', {}, 1);
  });

  test('loads, misses and cache hits', async () => {
    await rises('shelf', 'wellspring_replica_misses_total', ofView, () => load('unknown'));
    await rises('shelf', 'wellspring_replica_loads_total', ofView, () => load(first));
    await rises('shelf', 'wellspring_replica_cache_hits_total', ofView, () => load(first));
  });

  test('ready: 1 once the copy is filled', () => moved('shelf', 'wellspring_replica_ready', ofView, 1));

  test('stale revisions: everything is delivered again, and nothing of it is newer', async () => {
    const { bus } = platform.unit('shelf').running;
    await rises('shelf', 'wellspring_replica_stale_total', ofView, () =>
      bus.manager.consumers.delete(viewsStream('members'), durableName('shelf', 'MemberCard')),
    );
    const fourth = await join('fourth');
    await eventually('the new one', async () => (await rows().findOne({ _id: fourth })) !== null);
    const before = await measured('shelf', 'wellspring_replica_stale_total', ofView);
    await rises('shelf', 'wellspring_replica_rows_total', ofView, () => join('fifth'));
    expect(await measured('shelf', 'wellspring_replica_stale_total', ofView)).toBe(before);
  });

  test('unreadable messages', async () => {
    const { bus } = platform.unit('members').running;
    await rises('shelf', 'wellspring_unreadable_total', ofView, () =>
      bus.client.publish('view.members.MemberCard.bTE', 'not a view message'),
    );
  });

  test('pending and redeliveries: someone took a message and did not acknowledge it', async () => {
    const { bus } = platform.unit('members').running;
    const { manager, client } = bus;
    const at = databaseOf(platform.unit('shelf').running.connection).collection<{
      _id: string;
      position?: { sequence: number };
    }>('wellspring.state');
    // A database that is behind what was acknowledged would have everything delivered again.
    await eventually('the position to be kept', async () => {
      const { ack_floor } = await manager.consumers.info(viewsStream('members'), durableName('shelf', 'MemberCard'));
      return (await at.findOne({ _id: `replica:${VIEW}` }))?.position?.sequence === ack_floor.stream_seq;
    });
    await platform.halt('shelf');
    await join('sixth');
    const consumer = await client.consumers.get(viewsStream('members'), durableName('shelf', 'MemberCard'));
    const taken = (await eventually('the message', () => consumer.next({ expires: 1_000 }))) as JsMsg;
    await platform.resume('shelf');
    await moved('shelf', 'wellspring_replica_pending', ofView, 1);
    await rises('shelf', 'wellspring_replica_redelivered_total', ofView, () => taken.nak());
    await eventually('nothing pending', async () => (await measured('shelf', 'wellspring_replica_pending')) === 0);
  });

  test('drift, found and repaired', async () => {
    await rows().updateOne({ _id: first }, { $set: { 'data.displayName': 'by hand' } });
    const { bus } = platform.unit('shelf').running;
    await rises('shelf', 'wellspring_drift_repaired_total', ofView, () =>
      bus.connection.request('reconcile.shelf', '{}', { timeout: 20_000 }),
    );
    expect(await measured('shelf', 'wellspring_drift_found_total', ofView)).toBe(1);
    expect(await measured('shelf', 'wellspring_drift_compared_timestamp_seconds', ofView)).toBeGreaterThan(1e9);
  });

  test('reactions: handled, retried and parked', async () => {
    const ofEvent = { event: 'orders.OrderPlaced' };
    const place = (id: string) =>
      teller.tell('Order', 'OrderPlaced', id, `${id}-placed`, { memberId: 'm', lines: [], total: '1.00 USD' });
    await rises('ledger', 'wellspring_reactions_handled_total', ofEvent, () => place('fine'));
    await rises('ledger', 'wellspring_reactions_retried_total', ofEvent, () => place('cursed'));
    await moved('ledger', 'wellspring_reactions_parked', ofEvent, 1);
    expect(await measured('ledger', 'wellspring_reaction_lag_seconds_count', ofEvent)).toBe(1);
  });
});

describe('docs/operations.md', () => {
  const docs = read('docs/operations.md');
  const rules = read('docs/alerts.yml');
  const named = (text: string) => new Set(text.match(/wellspring_[a-z_]*[a-z]/g));
  /** What a unit that owns, copies, reacts, erases and does things by time can say. */
  const known = async (): Promise<Set<string>> => {
    const texts = await Promise.all(['notes', 'shelf', 'ledger'].map(exposition));
    return new Set(
      texts.flatMap((text) => [...text.matchAll(/^# TYPE (wellspring_\S+) /gm)].map(([, name]) => name as string)),
    );
  };

  const ofGateway = createMetrics()
    .registry.getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('wellspring_'));

  test('has a line of each metric', async () => {
    const lines = new Set([...docs.matchAll(/^\| `(wellspring_\w+)/gm)].map(([, name]) => name as string));
    expect([...(await known()), ...ofGateway].filter((name) => !lines.has(name))).toEqual([]);
  });

  test('and docs/alerts.yml name no metric that does not exist', async () => {
    // The scheduler's is there only in a unit with jobs.
    const all = new Set([...(await known()), ...ofGateway, 'wellspring_job_runs_total']);
    const bare = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
    for (const text of [docs, rules])
      expect([...named(text)].filter((name) => !all.has(name) && !all.has(bare(name)))).toEqual([]);
    expect(read('kit/src/scheduler/Scheduler.ts')).toContain("'wellspring_job_runs_total'");
  });

  test('each alert has an expression over a metric, a severity and a summary', () => {
    const alerts = rules.split(/^ +- alert: /m).slice(1);
    expect(alerts.length).toBeGreaterThan(8);
    for (const alert of alerts) {
      expect(alert).toMatch(/^\w+\n/);
      expect(alert).toMatch(/expr: .*wellspring_/s);
      expect(alert).toMatch(/severity: (page|ticket)/);
      expect(alert).toMatch(/summary: \S/);
      expect(docs).toContain(`\`${alert.slice(0, alert.indexOf('\n'))}\``);
    }
  });
});
