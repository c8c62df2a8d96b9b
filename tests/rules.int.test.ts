import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import { mongo } from 'mongoose';
import { STAFF, startTestedPlatform, type TestedPlatform } from './testedPlatform.ts';

let tested: TestedPlatform;
beforeAll(async () => {
  tested = await startTestedPlatform();
}, 120_000);
afterAll(async () => tested?.platform.stop(), 60_000);

/** Looks into a unit's database, signed in as the unit. */
async function withDatabase<T>(unit: string, look: (database: mongo.Db) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(tested.platform.mongoUri(unit));
  try {
    return await look(client.db());
  } finally {
    await client.close();
  }
}

describe('rules 1, 2, 3: a unit is killed again and again while it is written to', () => {
  test('state and events agree, copies end at the newest, no reader saw one go back', async () => {
    const { platform, add, join, order, rename, copies } = tested;
    const memberId = await join('witness');
    const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => add(`STORM-${n}`, 'n0')));
    const orders = await Promise.all(ids.map((id) => order(memberId, id)));
    const acknowledged = new Map(ids.map((id) => [id, 0]));
    const regressions: string[] = [];
    let running = true;

    const writers = ids.map(async (id) => {
      for (let n = 1; running || n <= 5; n += 1) {
        try {
          await rename(id, `n${n}`);
          acknowledged.set(id, n);
        } catch {
          // Not acknowledged: it may have happened or not. The next name is higher either way.
        }
      }
    });
    const readers = orders.map(async (orderId) => {
      let seen = -1;
      while (running) {
        const { product } = await copies(orderId);
        const now = Number(product?.slice(1) ?? -1);
        if (product !== null && now < seen) regressions.push(`${orderId}: n${seen} then n${now}`);
        seen = Math.max(seen, now);
      }
    });
    const progress = (target: number) =>
      eventually(`${target} acknowledged renames`, () => Math.min(...acknowledged.values()) >= target, 40_000);
    await progress(3);
    for (let kills = 1; kills <= 2; kills += 1) {
      await platform.kill('catalog');
      await platform.ready('catalog');
      const before = Math.min(...acknowledged.values());
      await progress(before + 3);
    }
    running = false;
    await Promise.all([...writers, ...readers]);
    expect(regressions).toEqual([]);

    const owned = await withDatabase('catalog', async (database) => {
      await eventually(
        'everything published',
        async () => (await database.collection('Product').countDocuments({ '_stamp.dirty': { $exists: true } })) === 0,
        20_000,
      );
      const products = await database
        .collection('Product')
        .find({ _id: { $in: ids as never[] } })
        .toArray();
      const events = await database.collection('wellspring.events').find({ type: 'ProductRenamed' }).toArray();
      return { products, events };
    });
    for (const product of owned.products) {
      const id = String(product._id);
      const events = owned.events.filter(({ entityId }) => entityId === id);
      // One revision was the creation, each other one is a rename with its event: neither without the other.
      expect(events).toHaveLength(product._stamp.rev - 1);
      expect(Number(String(product.name).slice(1))).toBeGreaterThanOrEqual(acknowledged.get(id) ?? 0);
      expect(new Set(events.map(({ data }) => data.name)).size).toBe(events.length);
      const copied = await eventually(`the copy of ${id}`, async () => {
        const { product: name } = await copies(orders[ids.indexOf(id)] as string);
        return name === product.name ? name : false;
      });
      expect(copied).toBe(product.name);
    }
  }, 120_000);
});

describe('rules 4 and 5: ownership and need to know', () => {
  test('a unit’s database user cannot read another unit’s database', async () => {
    const client = new mongo.MongoClient(tested.platform.mongoUri('orders'));
    try {
      await expect(client.db('members').collection('Member').findOne()).rejects.toMatchObject({ code: 13 });
    } finally {
      await client.close();
    }
  });

  test('a replica holds the fields that the unit declared, and nothing else of the member', async () => {
    const id = await tested.join('private_person');
    const productId = await tested.add('NEED-TO-KNOW');
    await tested.order(id, productId);
    const rows = await withDatabase('orders', (database) =>
      database.collection<{ _id: string }>('replica.members.MemberCard').find({ _id: id }).toArray(),
    );
    expect(rows.map((row) => (row as unknown as { data: object }).data)).toEqual([
      { id, displayName: 'private_person' },
    ]);
    const everything = await withDatabase('orders', async (database) => {
      const names = await database.listCollections().toArray();
      return JSON.stringify(await Promise.all(names.map(({ name }) => database.collection(name).find().toArray())));
    });
    expect(everything).not.toContain('private_person@example.org');
  });
});

describe('rule 7: a member who leaves', () => {
  test('is gone from the copies as null, not as an error, and cannot order', async () => {
    const id = await tested.join('leaver');
    const productId = await tested.add('LEAVER-1');
    const orderId = await tested.order(id, productId);
    await tested.get('mutation { leave }', { actor: id });
    await eventually('the copy to be gone', async () => (await tested.copies(orderId)).member === null);
    expect((await tested.copies(orderId)).errors).toEqual([]);
    const { errors } = await tested.ask(
      `mutation { placeOrder(input: { lines: [{ productId: "${productId}", quantity: 1 }] }) { id } }`,
      { actor: id },
    );
    expect(errors[0]?.extensions?.code).toBe('MEMBER_UNKNOWN');
    const tombstone = await withDatabase('members', (database) =>
      database.collection<{ _id: string }>('Member').findOne({ _id: id }),
    );
    expect(Object.keys(tombstone ?? {}).sort()).toEqual(['_id', '_stamp']);
  });
});

describe('unknown ids and bad input', () => {
  test('an unknown id is null, without an error', async () => {
    const { data, errors } = await tested.ask(
      '{ order(id: "none") { id } member(id: "none") { id } product(id: "none") { id } }',
    );
    expect({ data, errors }).toEqual({ data: { order: null, member: null, product: null }, errors: [] });
  });

  test('an order of an unknown product, and by an unknown member', async () => {
    const memberId = await tested.join('careless');
    const place = async (productId: string, actor: string) =>
      (
        await tested.ask(
          `mutation { placeOrder(input: { lines: [{ productId: "${productId}", quantity: 1 }] }) { id } }`,
          { actor },
        )
      ).errors[0]?.extensions;
    const productId = await tested.add('KNOWN-1');
    expect(await place('none', memberId)).toMatchObject({ code: 'PRODUCT_UNKNOWN', service: 'orders' });
    expect(await place(productId, 'nobody')).toMatchObject({ code: 'MEMBER_UNKNOWN', service: 'orders' });
  });

  test('bad input names every field that is wrong, and nothing is written', async () => {
    const before = await tested.get<{ products: { totalCount: number } }>('{ products { totalCount } }');
    const input = { sku: 'no spaces allowed', name: '', kind: 'BOOK', price: { amount: '1.999', currency: 'USD' } };
    const { data, errors } = await tested.ask<object>(
      'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }',
      { variables: { input }, actor: STAFF },
    );
    expect(data).toEqual({ addProduct: null });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', service: 'catalog' });
    const faults = (errors[0]?.extensions?.faults ?? []) as { field: string }[];
    expect(faults.map(({ field }) => field).sort()).toEqual(['name', 'price', 'sku']);
    expect(await tested.get('{ products { totalCount } }')).toEqual(before);
  });

  test('who may not, may not', async () => {
    const codeOf = async (query: string, actor?: string) =>
      (await tested.ask(query, actor === undefined ? {} : { actor })).errors[0]?.extensions?.code;
    expect(await codeOf('mutation { retireProduct(id: "x") { id } }')).toBe('UNAUTHENTICATED');
    expect(await codeOf('mutation { retireProduct(id: "x") { id } }', await tested.join('curious'))).toBe('FORBIDDEN');
    expect(await codeOf('{ myOrders { totalCount } }')).toBe('UNAUTHENTICATED');
  });
});

describe('rules 6 and 9: what is away costs its own fields and time, never data', () => {
  test('members is down: orders is ready and answers in full; members’ own fields are null with its name', async () => {
    const memberId = await tested.join('resident');
    const orderId = await tested.order(memberId, await tested.add('AWAY-1', 'Away one'));
    await tested.platform.hold('members', { signal: 'SIGKILL' });
    try {
      expect(await tested.copies(orderId)).toEqual({ member: 'resident', product: 'Away one', errors: [] });
      expect((await fetch(tested.platform.unitUrl('orders').replace('/graphql', '/readyz'))).status).toBe(200);
      const { data, errors } = await tested.ask(
        `{ order(id: "${orderId}") { id member { displayName handle } lines { product { name description } } } }`,
      );
      expect(data).toEqual({
        order: {
          id: orderId,
          member: { displayName: 'resident', handle: null },
          lines: [{ product: { name: 'Away one', description: null } }],
        },
      });
      expect(errors).toEqual([
        expect.objectContaining({
          extensions: expect.objectContaining({ code: 'SUBGRAPH_UNAVAILABLE', service: 'members' }),
        }),
      ]);
    } finally {
      await tested.platform.release('members');
      await tested.platform.ready('members');
    }
  }, 60_000);

  test('NATS is away: queries and mutations go on; what was written meanwhile is copied when it is back', async () => {
    const memberId = await tested.join('patient');
    const productId = await tested.add('AWAY-2', 'before');
    const orderId = await tested.order(memberId, productId);
    await tested.platform.hold('nats', { signal: 'SIGKILL' });
    try {
      expect(await tested.rename(productId, 'during')).toBe('during');
      expect(await tested.copies(orderId)).toEqual({ member: 'patient', product: 'before', errors: [] });
    } finally {
      await tested.platform.release('nats');
    }
    await eventually(
      'the rename to be copied',
      async () => (await tested.copies(orderId)).product === 'during',
      30_000,
    );
  }, 60_000);

  test('MongoDB is away: coded errors and no crash; it is back: everything goes on', async () => {
    const orderId = await tested.order(await tested.join('steady'), await tested.add('AWAY-3'));
    const pids = () =>
      tested.platform
        .status()
        .filter(({ kind }) => kind === 'unit')
        .map(({ pid }) => pid);
    const before = pids();
    await tested.platform.hold('mongodb', { signal: 'SIGKILL' });
    try {
      const { data, errors } = await tested.ask(`{ order(id: "${orderId}") { id } }`);
      expect(data).toEqual({ order: null });
      expect(errors[0]?.extensions).toMatchObject({ code: 'DATABASE_UNAVAILABLE', service: 'orders' });
      await eventually(
        '/readyz to say so',
        async () => (await fetch(tested.platform.unitUrl('orders').replace('/graphql', '/readyz'))).status === 503,
      );
    } finally {
      await tested.platform.release('mongodb');
    }
    await eventually('the order again', async () => (await tested.copies(orderId)).member === 'steady', 30_000);
    expect(pids()).toEqual(before);
  }, 90_000);
});

test('none of this was an unexpected failure to any unit', () => {
  expect(tested.unexpected).toEqual([]);
});
