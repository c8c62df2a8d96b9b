import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { type MongoServer, startMongo } from '../embedded/index.ts';
import { databaseOf } from './bookkeeping.ts';
import { Lease } from './Lease.ts';

let mongo: MongoServer;
let connection: Connection;
let now = 0;

beforeAll(async () => {
  mongo = await startMongo();
  connection = await mongoose.createConnection(mongo.uriFor('leases')).asPromise();
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await mongo?.stop();
});
beforeEach(async () => {
  now = Date.now();
  await databaseOf(connection).collection('leases').deleteMany({});
});

const lease = (holder: string, instance?: string) =>
  new Lease(databaseOf(connection).collection('leases'), {
    name: 'relay',
    holder,
    ttl: 60_000,
    clock: { now: () => new Date(now) },
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
  now += 60_001;
  expect(await lease('b').hold()).toBe(true);
});

test('a restarted instance takes over its own lease at once; its former life does not get it back', async () => {
  const before = lease('life 1', 'orders-1');
  expect(await before.hold()).toBe(true);
  const after = lease('life 2', 'orders-1');
  expect(await after.hold()).toBe(true);
  // The former life was only paused: when it asks again, it learns that it is no longer the one.
  const paused = Object.assign(before, {});
  now += 30_000;
  expect(await lease('another', 'orders-2').hold()).toBe(false);
  expect(await askAgain(paused)).toBe(false);
  expect(paused.held).toBe(false);
});

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
