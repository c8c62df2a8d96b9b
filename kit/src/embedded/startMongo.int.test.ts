import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { type MongoServer, startMongo } from './startMongo.ts';

const users = [
  { user: 'members', password: 'm-secret', database: 'members' },
  { user: 'orders', password: 'o-secret', database: 'orders' },
];
// A server of its own, whatever the machine's environment names: the tests stop and kill it.
const env = { ...process.env, MONGODB_URI: '' };

async function withClient<Result>(uri: string, use: (db: mongo.Db) => Promise<Result>): Promise<Result> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    return await use(client.db());
  } finally {
    await client.close();
  }
}

describe('an embedded MongoDB with a user a unit', () => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo({ users, env });
    await withClient(server.uriFor('members'), (db) => db.collection('members').insertOne({ name: 'Ada' }));
  }, 60_000);
  afterAll(() => server?.stop());

  test('names itself with its version', () => {
    expect(server.kind).toMatch(/^(MongoDB|SecantusDB) \d+\.\d+/);
  });

  test("a unit's user cannot read another unit's database", async () => {
    const orders = new mongo.MongoClient(server.uriFor('orders'));
    try {
      await expect(orders.db('members').collection('members').findOne()).rejects.toMatchObject({ code: 13 });
      await expect(orders.db('members').collection('members').insertOne({ name: 'Eve' })).rejects.toMatchObject({
        code: 13,
      });
      await orders.db('orders').collection('orders').insertOne({ total: 1 });
      expect(await orders.db('orders').collection('orders').countDocuments()).toBe(1);
    } finally {
      await orders.close();
    }
  });

  test('a wrong password is refused', async () => {
    const wrong = server.uriFor('members').replace('m-secret', 'guess');
    await expect(withClient(wrong, (db) => db.collection('members').findOne())).rejects.toMatchObject({ code: 18 });
  });

  test('without a user nothing can be read', async () => {
    const client = new mongo.MongoClient(server.uri);
    try {
      await expect(client.db('members').collection('members').findOne()).rejects.toMatchObject({ code: 13 });
    } finally {
      await client.close();
    }
  });

  test('killed and restarted, it answers at the same address with what was journaled', async () => {
    const uri = server.uriFor('orders');
    await withClient(uri, (db) =>
      db.collection('kept').insertOne({ kept: true }, { writeConcern: { w: 'majority', journal: true } }),
    );
    const before = server.pid;
    await server.kill('SIGKILL');
    expect(server.pid).toBeUndefined();
    await server.restart();
    expect(server.pid).not.toBe(before);
    expect(await withClient(uri, (db) => db.collection('kept').countDocuments())).toBe(1);
  }, 30_000);

  test('a write of many documents waits for a transaction that holds one of them, and neither waits for ever', async () => {
    const client = new mongo.MongoClient(server.uriFor('orders'));
    try {
      const held = client.db().collection<{ _id: string; n: number; many?: boolean }>('held');
      for (const way of ['updateMany', 'deleteMany'] as const) {
        await held.insertMany(['a', 'b', 'c'].map((id) => ({ _id: id + way, n: 0 })));
        const filter = { _id: { $in: [`a${way}`, `b${way}`] } };
        await client.withSession(async (session) => {
          session.startTransaction();
          await held.updateOne({ _id: `a${way}` }, { $inc: { n: 1 } }, { session });
          const many =
            way === 'updateMany' ? held.updateMany(filter, { $set: { many: true } }) : held.deleteMany(filter);
          await setTimeout(100); // it has met the transaction, or meets it later: both must go well
          await held.updateOne({ _id: `c${way}` }, { $inc: { n: 1 } }, { session });
          await session.commitTransaction();
          await many;
        });
        expect(await held.countDocuments({ n: 1 })).toBe(way === 'updateMany' ? 2 : 3);
        expect(await held.countDocuments({ many: true })).toBe(2);
      }
    } finally {
      await client.close();
    }
  }, 20_000);

  test('transactions and change streams work: it is a replica set', async () => {
    const client = new mongo.MongoClient(server.uriFor('orders'));
    try {
      const items = client.db().collection('items');
      await items.insertOne({ n: 0 });
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await items.updateOne({}, { $inc: { n: 1 } }, { session });
          await items.updateOne({}, { $inc: { n: 1 } }, { session });
        }),
      );
      expect(await items.findOne()).toMatchObject({ n: 2 });
    } finally {
      await client.close();
    }
  });
});

test('a data folder learns of a new unit and of a new password, and keeps its data', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-users-'));
  try {
    const first = await startMongo({ folder, env, users: [{ user: 'members', password: 'old', database: 'members' }] });
    await withClient(first.uriFor('members'), (db) => db.collection('members').insertOne({ name: 'Ada' }));
    await first.stop();
    const second = await startMongo({ folder, env, users });
    try {
      expect(await withClient(second.uriFor('members'), (db) => db.collection('members').countDocuments())).toBe(1);
      expect(await withClient(second.uriFor('orders'), (db) => db.collection('orders').countDocuments())).toBe(0);
      const old = second.uriFor('members').replace('m-secret', 'old');
      await expect(withClient(old, (db) => db.collection('members').findOne())).rejects.toMatchObject({ code: 18 });
    } finally {
      await second.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

describe('MONGODB_URI', () => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo({ env });
  }, 60_000);
  afterAll(() => server?.stop());

  test('is used as it is: nothing is started, and it is not ours to kill', async () => {
    const given = await startMongo({ env: { MONGODB_URI: server.uri } });
    expect(given.pid).toBeUndefined();
    expect(given.uriFor('orders')).toContain(new URL(server.uri).host);
    await expect(given.kill()).rejects.toMatchObject({ code: 'EMBEDDED_SERVER_EXTERNAL' });
    await given.stop();
    expect(server.pid).toBeDefined();
  });

  test("units' users are created on it where we may", async () => {
    const given = await startMongo({ env: { MONGODB_URI: server.uri }, users });
    expect(given.uriFor('orders')).toContain('orders:o-secret@');
    expect(await withClient(given.uriFor('orders'), (db) => db.collection('orders').countDocuments())).toBe(0);
  });
});

test('an unreachable MONGODB_URI is said, with what to do', async () => {
  const start = startMongo({ env: { MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50' } });
  await expect(start).rejects.toThrow(/did not answer.*unset MONGODB_URI/);
});
