import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { type MongoServer, startMongo } from '../embedded/index.ts';
import { databaseOf } from './bookkeeping.ts';
import { Lease } from './Lease.ts';

let mongo: MongoServer;
let connection: Connection;

beforeAll(async () => {
  mongo = await startMongo();
  connection = await mongoose.createConnection(mongo.uriFor('leases')).asPromise();
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await mongo?.stop();
});
beforeEach(async () => {
  await databaseOf(connection).collection('leases').deleteMany({});
});

const lease = (holder: string, instance?: string) =>
  new Lease(databaseOf(connection).collection('leases'), {
    name: 'relay',
    holder,
    ttl: 60_000,
    ...(instance === undefined ? {} : { instance }),
  });

test('one holds it, the other does not, until it is given back', async () => {
  const [a, b] = [lease('a'), lease('b')];
  expect([await a.hold(), await b.hold(), a.held, b.held]).toEqual([true, false, true, false]);
  await a.release();
  expect([await b.hold(), a.held]).toEqual([true, false]);
});

test('of many who ask at once, one gets it', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => lease(`h${n}`).hold()));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('it ends by itself', async () => {
  expect(await lease('a').hold()).toBe(true);
  await passOnTheServer(59_000);
  expect(await lease('b').hold()).toBe(false);
  await passOnTheServer(2_000);
  expect(await lease('b').hold()).toBe(true);
});

test.each([-1, 1])(
  'a process whose clock is an hour off (%d) takes no lease that is held, and loses none',
  async (sign) => {
    const real = Date.now;
    const hours = (off: number) => {
      Date.now = () => real() + off * 3_600_000;
    };
    const [right, wrong] = [lease('right'), lease('wrong')];
    try {
      expect(await right.hold()).toBe(true);
      hours(sign);
      expect(await wrong.hold()).toBe(false);
      hours(0);
      await right.release();
      hours(sign);
      expect(await wrong.hold()).toBe(true);
      hours(0);
      expect(await right.hold()).toBe(false);
      await passOnTheServer(60_001);
      expect(await right.hold()).toBe(true);
    } finally {
      Date.now = real;
    }
  },
);

test('a restarted instance takes over its own lease at once; its former life does not get it back', async () => {
  const before = lease('life 1', 'orders-1');
  expect(await before.hold()).toBe(true);
  const after = lease('life 2', 'orders-1');
  expect(await after.hold()).toBe(true);
  // The former life was only paused: when it asks again, it learns that it is no longer the one.
  const paused = Object.assign(before, {});
  expect(await lease('another', 'orders-2').hold()).toBe(false);
  expect(await askAgain(paused)).toBe(false);
  expect(paused.held).toBe(false);
});

/** As if so much time had passed on the database server since the lease was renewed. */
async function passOnTheServer(ms: number): Promise<void> {
  const leases = databaseOf(connection).collection<{ _id: string }>('leases');
  await leases.updateOne({ _id: 'relay' }, [{ $set: { until: { $subtract: ['$until', ms] } } }]);
}

/** Asks the database, as after a third of the time to live. */
async function askAgain(paused: Lease): Promise<boolean> {
  const { performance } = await import('node:perf_hooks');
  const real = performance.now.bind(performance);
  performance.now = () => real() + 30_000;
  try {
    return await paused.hold();
  } finally {
    performance.now = real;
  }
}
