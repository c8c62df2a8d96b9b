import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { members } from '@wellspring/members';
import { orders } from '@wellspring/orders';
import { type KeptStreams, keepStreams } from '../kit/src/bus/keepStreams.ts';
import { type MongoServer, type NatsCluster, startMongo, startNatsCluster } from '../kit/src/embedded/index.ts';
import { COLLECTIONS, databaseOf } from '../kit/src/owner/bookkeeping.ts';
import type { ReplicaReader } from '../kit/src/replica/ReplicaReader.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { eventually, startTestedUnit, type TestedUnit } from '../kit/src/testing/index.ts';

const WRITERS = 6;
const ZONES = ['zone:a', 'zone:b', 'zone:c'];

let cluster: NatsCluster;
let mongo: MongoServer;
let keeper: KeptStreams;
let owner: TestedUnit;
let consumer: TestedUnit;
let connection: NatsConnection;
let manager: JetStreamManager;

beforeAll(async () => {
  [cluster, mongo] = await Promise.all([
    startNatsCluster({ tags: (place) => ['ssd', ZONES[place] as string] }),
    startMongo(),
  ]);
  const placement = { cluster: 'wellspring', tags: ['ssd'] };
  const output = { write: () => true };
  keeper = keepStreams({ units: ['members'], url: cluster.url, replicas: 3, placement, interval: 500, output });
  await keeper.kept;
  const servers = {
    mongo,
    nats: { ...(cluster.members[0] as NatsCluster['members'][number]), kind: 'NATS', url: cluster.url },
    stop: async () => undefined,
  };
  const options = { relay: { leaseTtl: 2_000 } };
  [owner, consumer] = await Promise.all([
    startTestedUnit(members, servers, options),
    startTestedUnit(orders, servers, { ...options, database: `orders-${randomBytes(4).toString('hex')}` }),
  ]);
  connection = await connect({ servers: cluster.url.split(','), maxReconnectAttempts: -1, reconnectTimeWait: 100 });
  manager = await jetstreamManager(connection, { checkAPI: false, timeout: 2_000 });
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await Promise.all([owner?.stop(), consumer?.stop(), keeper?.stop()]);
  await Promise.all([cluster?.stop(), mongo?.stop()]);
}, 30_000);

const leaderOf = async (stream: string): Promise<string> =>
  eventually(`a leader of ${stream}`, async () => (await manager.streams.info(stream)).cluster?.leader);

/** Reads a member's copied name as a request does. */
function shownName(id: string): Promise<string | null> {
  const { member } = consumer.running.context().replicas as unknown as Record<
    string,
    ReplicaReader<{ displayName: string }>
  >;
  return (member as ReplicaReader<{ displayName: string }>).load(id).then((row) => row?.displayName ?? null);
}

test('streams have the replicas and the place that were asked for', async () => {
  for (const stream of ['VIEWS_members', 'EVENTS_members']) {
    const { config, cluster: peers } = await manager.streams.info(stream);
    expect(config).toMatchObject({ num_replicas: 3, placement: { cluster: 'wellspring', tags: ['ssd'] } });
    expect([peers?.leader, ...(peers?.replicas ?? []).map(({ name }) => name)].sort()).toEqual(['n1', 'n2', 'n3']);
  }
});

describe('rules 2, 3, 6: the leader of the views is killed while they are written', () => {
  test('every acknowledged write is in the copy, every event is there once, no reader saw one go back', async () => {
    const ids = await Promise.all(Array.from({ length: WRITERS }, (_, n) => join(`member_${n}`)));
    await eventually('the copies', async () => (await Promise.all(ids.map(shownName))).every((name) => name === 'n0'));

    const acknowledged = new Map(ids.map((id) => [id, 0]));
    const least = (): number => Math.min(...acknowledged.values());
    const regressions: string[] = [];
    let running = true;
    const writers = ids.map(async (id) => {
      for (let n = 1; running; n += 1) {
        await rename(id, `n${n}`);
        acknowledged.set(id, n);
      }
    });
    const readers = ids.map(async (id) => {
      let seen = 0;
      while (running) {
        const now = Number((await shownName(id))?.slice(1));
        if (now < seen) regressions.push(`${id}: n${seen}, then n${now}`);
        seen = Math.max(seen, now);
        await new Promise(setImmediate);
      }
    });

    await eventually('writes under way', () => least() >= 5, 20_000);
    const killed = await leaderOf('VIEWS_members');
    const victim = cluster.members.find(({ name }) => name === killed);
    await victim?.kill('SIGKILL');
    const atKill = least();
    const next = await eventually('another leader', async () => {
      const leader = (await manager.streams.info('VIEWS_members')).cluster?.leader;
      return leader === killed ? false : leader;
    });
    expect(cluster.members.map(({ name }) => name)).toContain(next);
    await eventually('writes to go on', () => least() >= atKill + 5, 20_000);
    running = false;
    await Promise.all([...writers, ...readers]);
    expect(regressions).toEqual([]);

    // With two of three servers, while the third is still down.
    const documents = await databaseOf(owner.running.connection)
      .collection<{ _id: string; displayName: string; _stamp: { rev: number } }>('Member')
      .find({ _id: { $in: ids } })
      .toArray();
    const rows = databaseOf(consumer.running.connection).collection<ReplicaRow>('replica.members.MemberCard');
    for (const { _id, displayName, _stamp } of documents) {
      expect(displayName).toBe(`n${acknowledged.get(_id)}`);
      await eventually(`the copy of ${displayName}`, async () => (await shownName(_id)) === displayName, 15_000);
      expect(await rows.findOne({ _id })).toMatchObject({ rev: _stamp.rev, data: { displayName } });
    }
    const archived = (await owner.events()).map(({ id }) => id);
    // One for each that joined and each rename, by id; the broker holds the same ones, none of them missing.
    expect(archived).toHaveLength(WRITERS + [...acknowledged.values()].reduce((sum, count) => sum + count, 0));
    expect(await idsIn('EVENTS_members')).toEqual(new Set(archived));
    expect(await databaseOf(owner.running.connection).collection(COLLECTIONS.events).countDocuments()).toBe(
      new Set(archived).size,
    );

    // The third comes back and catches up.
    await victim?.restart();
    await eventually('the third server to be current', async () => {
      const { replicas = [] } = (await manager.streams.info('VIEWS_members')).cluster ?? {};
      return replicas.length === 2 && replicas.every(({ current }) => current);
    });
  }, 60_000);
});

async function join(handle: string): Promise<string> {
  const input = { displayName: 'n0', handle, email: `${handle}@example.org` };
  const query = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
  const { data, errors } = await owner.query(query, { input });
  expect(errors).toEqual([]);
  return data.joinMember.id;
}

async function rename(id: string, displayName: string): Promise<void> {
  const query = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
  const { errors } = await owner.query(query, { input: { displayName } }, id);
  expect(errors).toEqual([]);
}

/** The ids of all events in a stream: an event that a retry published twice is one by its id. */
async function idsIn(stream: string): Promise<Set<string>> {
  const found = new Set<string>();
  const { state } = await manager.streams.info(stream);
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await manager.streams.getMessage(stream, { seq });
    if (message !== null) found.add(message.header.get('ce-id'));
  }
  return found;
}
