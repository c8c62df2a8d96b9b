import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { catalog } from '@wellspring/catalog';
import { ensureOwnerStreams } from '../kit/src/bus/ownerStreams.ts';
import { durableName, viewsStream } from '../kit/src/bus/subjects.ts';
import { walkStream } from '../kit/src/bus/walkStream.ts';
import { fromWholeMessage, wholeSubject } from '../kit/src/bus/wholeMarker.ts';
import { databaseOf, stateOf } from '../kit/src/owner/bookkeeping.ts';
import type { EntityModel } from '../kit/src/owner/EntityModel.ts';
import type { EntityDocument } from '../kit/src/owner/entitySchema.ts';
import type { ReplicaReader } from '../kit/src/replica/ReplicaReader.ts';
import type { ReplicaRow } from '../kit/src/replica/ReplicaRow.ts';
import { shelf } from '../kit/src/testing/fixtures/shelf/shelf.ts';
import {
  eventually,
  startTestedUnit,
  startTestServers,
  type TestedUnit,
  type TestServers,
} from '../kit/src/testing/index.ts';

jest.setTimeout(60_000);

const VIEW = 'catalog.ProductListing';
const MANY = 40;
let servers: TestServers;
let owner: TestedUnit;
const consumers: TestedUnit[] = [];

beforeAll(async () => {
  servers = await startTestServers();
  owner = await startOwner();
  await Product().create(Array.from({ length: MANY }, (_, index) => product(index)));
}, 60_000);
afterEach(async () => {
  for (const consumer of consumers.splice(0)) await consumer.stop();
});
afterAll(async () => {
  await owner?.stop();
  await servers?.stop();
});

const startOwner = (database?: string) =>
  startTestedUnit(catalog, servers, {
    relay: { pollInterval: 100, leaseTtl: 1_000 },
    ...(database === undefined ? {} : { database }),
  });
const Product = () =>
  (owner.running.context().models as unknown as { Product: EntityModel<EntityDocument & { name: string }> }).Product;
const product = (index: number) => ({
  ...{
    _id: `n${index}`,
    sku: `SKU-${index}`,
    name: `Note ${index}`,
    kind: 'BOOK',
    active: true,
    sortName: 'n',
    searchText: 'n',
  },
  price: { minor: 1_000, currency: 'EUR' },
});
const shelfWith = (uses: readonly string[]) => shelf({ product: { view: VIEW, uses, indexes: [['name']] } } as never);
async function startConsumer(
  uses: readonly string[] = ['name'],
  database?: string,
  name = 'shelf',
): Promise<TestedUnit> {
  const options = { replicaSilence: 10_000, ...(database === undefined ? {} : { database }) };
  const consumer = await startTestedUnit({ ...shelfWith(uses), name }, servers, options);
  consumers.push(consumer);
  return consumer;
}
const replicaOf = (unit: TestedUnit) => {
  const replica = unit.running.replicas.get('product');
  if (replica === undefined) throw new Error('the shelf has no products');
  return replica;
};
const reader = (unit: TestedUnit) =>
  (unit.running.context().replicas as unknown as { product: ReplicaReader<Record<string, unknown>> }).product;
const rowsOf = (unit: TestedUnit) => databaseOf(unit.running.connection).collection<ReplicaRow>(`replica.${VIEW}`);
const ready = (unit: TestedUnit) => eventually('the replica to be filled', () => replicaOf(unit).ready, 30_000);
const foundIn = async (unit: TestedUnit) => (await reader(unit).find({}, { sort: { name: 1 }, limit: 1_000 })).length;
const pendingOf = async (unit: TestedUnit) => {
  const info = await unit.running.bus.manager.consumers.info(
    viewsStream('catalog'),
    durableName(unit.running.name, 'ProductListing'),
  );
  return info.num_pending + info.num_ack_pending;
};
const markerOf = async (unit: TestedUnit, view = 'ProductListing') => {
  const found = await unit.running.bus.manager.streams
    .getMessage(viewsStream('catalog'), { last_by_subj: wholeSubject('catalog', view) })
    .catch(() => null);
  return found === null ? null : fromWholeMessage(found, 'catalog', view);
};

describe('PROTOCOL "Whole"', () => {
  test('the owner says that its stream is whole, once everything is published, and names its birthday', async () => {
    await owner.settled();
    await eventually('the marker', async () => (await markerOf(owner))?.whole === true);
    const { created } = await owner.running.bus.manager.streams.info(viewsStream('catalog'));
    expect(await markerOf(owner)).toEqual({ created, whole: true });
    const sequences: number[] = [];
    await walkStream(
      owner.running.bus.manager,
      viewsStream('catalog'),
      { subject: 'view.catalog.ProductListing.*' },
      async (all) => {
        sequences.push(...all.map(({ seq }) => seq));
      },
    );
    expect(sequences).toHaveLength(MANY + 1); // the marker lies where the consumer's one filter finds it
  });

  test('a new replica whose owner is down becomes ready of a whole stream, and has everything', async () => {
    await owner.stop();
    const consumer = await startConsumer();
    await ready(consumer);
    expect(await foundIn(consumer)).toBe(MANY);
    expect((await consumer.running.metrics.unreadable.get()).values).toEqual([]);
    owner = await startOwner(owner.database);
  });

  test('streams created again while the owner is down: a new replica is not ready, one that was filled still is; the owner comes back: ready and complete', async () => {
    const filled = await startConsumer();
    await ready(filled);
    await owner.stop();
    const { manager } = filled.running.bus;
    await manager.streams.delete(viewsStream('catalog'));
    await ensureOwnerStreams(manager, 'catalog');
    const late = await startConsumer(['name', 'sku'], undefined, 'lateshelf');
    await eventually('the new durable to have nothing pending', async () => (await pendingOf(late)) === 0);
    // Longer than an owner was once waited for, and with the stream's first messages there, as when an owner dies amid them.
    const until = performance.now() + 4_000;
    await eventually('patience', () => performance.now() > until);
    expect([replicaOf(filled).ready, replicaOf(late).ready]).toEqual([true, false]);
    const told = await late.running.metrics.registry.getSingleMetricAsString('wellspring_replica_ready');
    expect(told).toMatch(/ 0$/m);
    await expect(reader(late).find({ name: 'Note 1' })).rejects.toMatchObject({ code: 'REPLICA_NOT_READY' });
    expect(await foundIn(filled)).toBe(MANY);

    owner = await startOwner(owner.database);
    expect(await eventually('the owner to be asked', () => reader(late).load('n1'))).toMatchObject({ name: 'Note 1' });
    await ready(late);
    expect(await foundIn(late)).toBe(MANY);
    expect((await markerOf(owner))?.whole).toBe(true);
  });

  test('while everything is being published again the marker says so; whoever received it, all processes know', async () => {
    await stateOf(owner.running.connection).updateOne({ _id: 'streams' }, { $set: { contract: 'another' } });
    const before = (await owner.running.bus.manager.streams.info(viewsStream('catalog'))).state.last_seq;
    await owner.stop();
    owner = await startOwner(owner.database);
    const said: boolean[] = [];
    await eventually('both to be said', async () => {
      const marker = await markerOf(owner);
      if (marker !== null && said.at(-1) !== marker.whole) said.push(marker.whole);
      const { state } = await owner.running.bus.manager.streams.info(viewsStream('catalog'));
      return marker?.whole === true && state.last_seq >= before + MANY;
    });
    const database = `shared-${Date.now()}`;
    const [one, other] = [await startConsumer(['name'], database), await startConsumer(['name'], database)];
    await Promise.all([ready(one), ready(other)]);
  });

  test('a stream without a marker, of an owner from before there were any, gets one', async () => {
    const { manager } = owner.running.bus;
    await manager.streams.purge(viewsStream('catalog'), { filter: wholeSubject('catalog', 'ProductListing') });
    await owner.stop();
    const consumer = await startConsumer();
    await eventually('nothing to be pending', async () => (await pendingOf(consumer)) === 0);
    expect(replicaOf(consumer).ready).toBe(false);
    owner = await startOwner(owner.database);
    await ready(consumer);
  });
});

describe('PROTOCOL "Shapes"', () => {
  test('of two versions with other fields at once, the one that was started last fills; the other serves by asking, and takes over when it is alone', async () => {
    const database = `versions-${Date.now()}`;
    const first = await startConsumer(['name'], database);
    await ready(first);
    const second = await startConsumer(['name', 'sku'], database);
    await ready(second);
    await eventually('the first to notice', () => !replicaOf(first).ready);
    await expect(reader(first).find({ name: 'Note 1' })).rejects.toMatchObject({ code: 'REPLICA_NOT_READY' });
    expect(await reader(first).load('n1')).toEqual({ id: 'n1', name: 'Note 1' });
    expect(await rowsOf(second).findOne({ _id: 'n1' })).toMatchObject({ data: { name: 'Note 1', sku: 'SKU-1' } });

    const changed = Array.from({ length: MANY }, (_, index) => `n${index}`);
    for (const id of changed) await Product().updateOne({ _id: id }, { $set: { name: `${id} changed` } });
    await eventually('all changes, with all fields', async () => {
      const rows = await rowsOf(second)
        .find({ shape: replicaOf(second).plan.shape })
        .toArray();
      return (
        rows.filter(({ data }) => String(data?.name).endsWith('changed') && data?.sku !== undefined).length === MANY
      );
    });
    expect(await foundIn(second)).toBe(MANY);
    await eventually('the change', async () => (await reader(first).load('n1'))?.name === 'n1 changed');
    expect(await foundIn(second)).toBe(MANY); // what the first asked for is not stored in its fields

    await second.stop();
    await ready(first);
    expect(await foundIn(first)).toBe(MANY);
  });
});

describe('bounds', () => {
  test('a database that is slow or away for long is not sent more than it takes, and everything is applied in the end', async () => {
    const consumer = await startConsumer();
    await ready(consumer);
    const replica = replicaOf(consumer);
    const apply = replica.apply.bind(replica);
    let atOnce = 0;
    let largest = 0;
    const gate = Promise.withResolvers<void>();
    jest.spyOn(replica, 'apply').mockImplementation(async (rows) => {
      atOnce += 1;
      largest = Math.max(largest, atOnce);
      await gate.promise;
      await apply(rows);
      atOnce -= 1;
    });
    await Product().updateMany({}, { $set: { name: 'slowly' } });
    // Longer than an acknowledgement is waited for: nothing is delivered a second time to who says that it is at work.
    const until = performance.now() + 7_000;
    await eventually('patience', () => performance.now() > until);
    expect(largest).toBe(1);
    expect(await pendingOf(consumer)).toBeGreaterThan(0);
    gate.resolve();
    await eventually(
      'all changes',
      async () => (await rowsOf(consumer).countDocuments({ 'data.name': 'slowly' })) === MANY,
    );
    await eventually('nothing pending', async () => (await pendingOf(consumer)) === 0);
    expect((await consumer.running.metrics.redelivered.get()).values).toEqual([]);
  });
});
