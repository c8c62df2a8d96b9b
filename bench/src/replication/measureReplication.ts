import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { startMongo, startNats } from '@wellspring/kit/embedded';
import { mongo } from 'mongoose';
import { Arrivals } from './Arrivals.ts';
import { changeOf, newProduct, type Products, productId } from './benchProducts.ts';
import { driverCeiling } from './driverCeiling.ts';
import { fillViews } from './fillViews.ts';
import type { ReplicationReport } from './ReplicationReport.ts';
import { BULK, rawUpserts } from './rawUpserts.ts';
import { type BenchUnit, startUnit } from './startUnit.ts';

export interface ReplicationOptions {
  /** Entities that are changed, once each. */
  readonly changes: number;
  /** Rows of the replica that is filled from nothing; 0 leaves that out. */
  readonly bootstrap: number;
  /** How long the raw MongoDB server is measured, before and after. */
  readonly rawSeconds: number;
  /** How long changes are made at 50 a second. */
  readonly lagSeconds: number;
  /** Of nats-server. */
  readonly syncInterval: string;
  readonly signal?: AbortSignal;
  /** Told what is being done. */
  readonly tell?: (line: string) => void;
}

const LAG_RATE = 50; // changes a second

/**
 * Measures replication from catalog to orders, each in a process of its own, on servers of its own, against what the MongoDB server
 * can do by itself in the same run. Whatever it starts ends before it returns.
 * @throws Error when anything did not arrive
 */
export async function measureReplication(options: ReplicationOptions): Promise<ReplicationReport> {
  const { changes, signal = new AbortController().signal, tell = () => {} } = options;
  const [load = 0] = loadavg();
  const ends: (() => Promise<unknown>)[] = [];
  try {
    tell('starting MongoDB and NATS');
    const database = await startMongo();
    ends.push(() => database.stop());
    const broker = await startNats({ syncInterval: options.syncInterval });
    ends.push(() => broker.stop());
    const client = await mongo.MongoClient.connect(database.uri, { appName: 'bench' });
    ends.push(() => client.close());
    const run = `bench${process.pid}`;
    const db = (name: string) => client.db(`${run}-${name}`, { writeConcern: { w: 'majority', journal: true } });
    ends.push(async () => {
      for (const name of ['raw', 'catalog', 'orders', 'anew'])
        await db(name)
          .dropDatabase()
          .catch(() => {});
    });
    const unit = async (name: string, data: string): Promise<BenchUnit> => {
      const env = { MONGODB_URI: database.uriFor(`${run}-${data}`), NATS_URL: broker.url };
      const started = await startUnit(name, env, signal);
      ends.push(() => started.process.stop(3_000));
      return started;
    };

    tell('the MongoDB server by itself');
    // Again between the parts: a shared machine gets slower and faster, and each part is compared with its neighbours.
    const raw: number[] = [];
    const measureRaw = async (): Promise<void> => {
      raw.push(await rawUpserts(db('raw').collection(`raw${raw.length}`), options.rawSeconds));
      signal.throwIfAborted();
    };
    await measureRaw();
    signal.throwIfAborted();
    tell('the ceiling of the driver');
    const ceiling = await driverCeiling(
      db('raw').collection('products') as never,
      db('raw').collection('copies') as never,
      Math.min(changes, 2_000),
    );
    signal.throwIfAborted();

    tell(`filling ${changes} products through catalog and orders`);
    const products = db('catalog').collection('Product') as unknown as Products;
    for (let from = 0; from < changes; from += BULK)
      await products.insertMany(
        Array.from({ length: Math.min(BULK, changes - from) }, (_, index) => newProduct(from + index)),
      );
    const arrivals = await Arrivals.listen(broker.url, 'announce.orders.ProductListing');
    ends.push(() => arrivals.close());
    arrivals.expect(new Map(Array.from({ length: changes }, (_, index) => [productId(index), 1])));
    const orders = await unit('orders', 'orders');
    const catalog = await unit('catalog', 'catalog');
    // The indexes are made first, over all that is there.
    await arrivals.all('the first publication', 30_000 + 2 * changes);
    await untilClean(products, db('catalog'));
    signal.throwIfAborted();

    await measureRaw();
    tell(`${changes} changes, each of another product`);
    const memory = sampleMemory({ catalog, orders });
    const next = await nextRevisions(products, changes);
    arrivals.expect(next);
    const begin = performance.now();
    for (let from = 0; from < changes; from += BULK) {
      signal.throwIfAborted();
      const size = Math.min(BULK, changes - from);
      const writes = Array.from({ length: size }, (_, index) => changeOf(from + index, `Changed ${from + index}`));
      await products.bulkWrite(writes as never[], { ordered: false });
      arrivals.ring('catalog');
    }
    await arrivals.all('the changes');
    await untilClean(products, db('catalog'));
    const changesPerSecond = changes / ((performance.now() - begin) / 1_000);
    const used = await memory.end();
    const rows = db('orders').collection('replica.catalog.ProductListing');
    let copied = 0;
    for await (const { _id, rev, data } of rows.find())
      if (rev === next.get(String(_id)) && /^Changed /.test((data as { name: string }).name)) copied += 1;
    if (copied !== changes)
      throw new Error(`${copied} of ${changes} rows show their change, at the revision it was written at.`);
    signal.throwIfAborted();

    await measureRaw();
    tell(`lag at ${LAG_RATE} changes a second`);
    const lags = await measureLag(products, arrivals, Math.min(changes, options.lagSeconds * LAG_RATE), signal);
    await catalog.process.stop(3_000);
    await orders.process.stop(3_000);

    let bootstrapPerSecond: number | null = null;
    if (options.bootstrap > 0) {
      tell(`a new replica of ${options.bootstrap} members`);
      await fillViews(broker.url, options.bootstrap);
      const cards = await Arrivals.listen(broker.url, 'announce.orders.MemberCard');
      ends.push(() => cards.close());
      cards.expect(new Map(Array.from({ length: options.bootstrap }, (_, index) => [`m${index}`, 1])));
      const started = performance.now();
      const anew = await unit('orders', 'anew');
      const last = await cards.all('the new replica');
      bootstrapPerSecond = options.bootstrap / ((last - started) / 1_000);
      await anew.process.stop(3_000);
    }
    signal.throwIfAborted();

    tell('the MongoDB server by itself, again');
    await measureRaw();
    const around = (part: 0 | 1 | 2): number => ((raw[part] ?? 0) + (raw[part + 1] ?? 0)) / 2;
    return {
      rawPerSecond: raw.reduce((sum, each) => sum + each, 0) / raw.length,
      raw,
      ceilingRatio: ceiling / around(0),
      changesPerSecond,
      ratio: changesPerSecond / around(1),
      lagP50Ms: percentile(lags, 0.5),
      lagP99Ms: percentile(lags, 0.99),
      bootstrapPerSecond,
      bootstrapRatio: bootstrapPerSecond === null ? null : bootstrapPerSecond / around(2),
      memory: used,
      changes,
      lagChanges: lags.length,
      bootstrap: options.bootstrap,
      mongo: database.kind,
      nats: broker.kind,
      syncInterval: options.syncInterval,
      node: process.versions.node,
      cpus: availableParallelism(),
      load,
    };
  } finally {
    for (const end of ends.reverse()) await end().catch(() => {});
  }
}

/** One change at a time, evenly; from when MongoDB confirmed the change to when the replica announced it. */
async function measureLag(
  products: Products,
  arrivals: Arrivals,
  count: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  arrivals.expect(await nextRevisions(products, count));
  const committed = new Map<string, number>();
  const begin = performance.now();
  const writes: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    signal.throwIfAborted();
    const wait = begin + (index * 1_000) / LAG_RATE - performance.now();
    if (wait > 0) await delay(wait);
    writes.push(
      products.bulkWrite([changeOf(index, `Again ${index}`) as never]).then(() => {
        committed.set(productId(index), performance.now());
        arrivals.ring('catalog');
      }),
    );
  }
  await Promise.all(writes);
  await arrivals.all('changes one by one');
  return [...committed]
    .map(([id, at]) => Math.max(0, (arrivals.at(id) ?? Number.NaN) - at))
    .sort((one, other) => one - other);
}

/** Until everything is published and cleared, and nothing is being published again. */
async function untilClean(products: Products, database: mongo.Db): Promise<void> {
  const state = database.collection<{ _id: string }>('wellspring.state');
  while (
    (await products.countDocuments({ '_stamp.dirty': { $exists: true } }, { limit: 1 })) > 0 ||
    (await state.countDocuments({ _id: 'republication' })) > 0
  )
    await delay(50);
}

/** The revisions that the first `count` products reach with one more change each. */
async function nextRevisions(products: Products, count: number): Promise<ReadonlyMap<string, number>> {
  const next = new Map<string, number>();
  const found = products.find({ _id: { $lt: productId(count) } }, { projection: { '_stamp.rev': 1 } });
  for await (const { _id, _stamp } of found) next.set(_id, (_stamp as { rev: number }).rev + 1);
  return next;
}

/** Resident memory of both units twice a second: the highest of the first and of the last third. */
function sampleMemory({ catalog, orders }: { catalog: BenchUnit; orders: BenchUnit }) {
  const samples: { owner: number; consumer: number }[] = [];
  const take = async (): Promise<void> => {
    const [owner, consumer] = await Promise.all([catalog.memoryMb(), orders.memoryMb()]);
    samples.push({ owner, consumer });
  };
  let over = false;
  const running = (async () => {
    while (!over) {
      await take();
      await delay(500);
    }
  })();
  return {
    end: async (): Promise<ReplicationReport['memory']> => {
      over = true;
      await running;
      await take();
      const third = Math.max(1, Math.floor(samples.length / 3));
      const highest = (of: typeof samples, who: 'owner' | 'consumer') => Math.max(...of.map((sample) => sample[who]));
      const spread = (who: 'owner' | 'consumer') => ({
        firstMb: highest(samples.slice(0, third), who),
        lastMb: highest(samples.slice(-third), who),
      });
      return { owner: spread('owner'), consumer: spread('consumer') };
    },
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
