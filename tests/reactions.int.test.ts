import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { catalog } from '@wellspring/catalog';
import { members } from '@wellspring/members';
import { orders } from '@wellspring/orders';
import { mongo } from 'mongoose';
import { type EventTeller, eventTeller } from '../kit/src/testing/eventTeller.ts';
import { ledger } from '../kit/src/testing/fixtures/ledger/ledger.ts';
import {
  eventually,
  startTestServers,
  type TestPlatform,
  type TestServers,
  testPlatform,
} from '../kit/src/testing/index.ts';
import { STAFF, startTestedPlatform, type TestedPlatform } from './testedPlatform.ts';
import { startUnitProcess } from './UnitProcess.ts';

jest.setTimeout(60_000);

describe('stock follows orders, on the whole platform', () => {
  let tested: TestedPlatform;
  let operator: NatsConnection;
  let member: string;
  beforeAll(async () => {
    tested = await startTestedPlatform();
    operator = await connect({ servers: tested.platform.nats.url, ...tested.platform.natsUser('operator') });
    member = await tested.join('stock_taker');
  }, 120_000);
  afterAll(async () => {
    await operator?.close();
    await tested?.platform.stop();
  }, 30_000);

  interface Stock {
    onHand: number;
    reserved: number;
    available: number;
  }
  async function stockOf(id: string): Promise<Stock | null> {
    const query = 'query ($id: ID!) { product(id: $id) { stock { onHand reserved available } } }';
    return (await tested.get<{ product: { stock: Stock | null } }>(query, { variables: { id } })).product.stock;
  }
  const receive = (productId: string, quantity: number) =>
    tested.get(
      'mutation ($productId: ID!, $quantity: Int!) { receiveStock(productId: $productId, quantity: $quantity) { id } }',
      { variables: { productId, quantity }, actor: STAFF },
    );
  const cancel = (id: string) =>
    tested.get('mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { variables: { id }, actor: member });
  const reserved = (id: string, count: number) =>
    eventually(`${count} to be reserved`, async () => (await stockOf(id))?.reserved === count, 20_000);

  test('what is ordered is reserved, what is cancelled is free again', async () => {
    const id = await tested.add('STOCK-1');
    await receive(id, 10);
    const order = await tested.order(member, id);
    await tested.order(member, id);
    await reserved(id, 2);
    expect(await stockOf(id)).toEqual({ onHand: 10, reserved: 2, available: 8 });
    await cancel(order);
    await reserved(id, 1);
    expect(await stockOf(id)).toEqual({ onHand: 10, reserved: 1, available: 9 });
  });

  test('what was ordered before a product is kept in stock counts when it is', async () => {
    const id = await tested.add('STOCK-2');
    await tested.order(member, id);
    expect(await stockOf(id)).toBeNull();
    await receive(id, 3);
    await reserved(id, 1);
    expect(await stockOf(id)).toEqual({ onHand: 3, reserved: 1, available: 2 });
  });

  test('the catalog gets the events it declared, and no others', async () => {
    const user = tested.platform.natsUser('catalog');
    const unit = await connect({ servers: tested.platform.nats.url, inboxPrefix: '_INBOX_catalog', ...user });
    const { consumers } = await jetstreamManager(unit, { checkAPI: false, timeout: 1_000 });
    const add = (durable_name: string, filter_subject: string) =>
      consumers.add('EVENTS_orders', { durable_name, filter_subject });
    await expect(add('catalog-OrderPlaced', 'event.orders.>')).rejects.toThrow(/permission/i);
    await expect(add('catalog-Mine', 'event.orders.Order.OrderPlaced.*')).rejects.toThrow(/permission/i);
    await expect(consumers.add('EVENTS_orders', { durable_name: 'catalog-OrderPlaced' })).rejects.toThrow(
      /permission/i,
    );
    expect((await consumers.info('EVENTS_orders', 'catalog-OrderPlaced')).config.filter_subject).toBe(
      'event.orders.Order.OrderPlaced.*',
    );
    await unit.close();
  });

  test('nothing is reserved twice: the catalog killed, its position lost, the broker wiped', async () => {
    const id = await tested.add('STOCK-3');
    await receive(id, 100);
    const manager = await jetstreamManager(operator);
    for (let n = 0; n < 5; n += 1) await tested.order(member, id);
    await tested.platform.kill('catalog');
    await tested.platform.ready('catalog');
    for (let n = 0; n < 5; n += 1) await tested.order(member, id);
    await reserved(id, 10);

    await manager.consumers.delete('EVENTS_orders', 'catalog-OrderPlaced');
    await tested.order(member, id);
    await reserved(id, 11);

    await manager.streams.delete('EVENTS_orders');
    await cancel(await tested.order(member, id));
    const last = await tested.order(member, id);
    await reserved(id, 12);
    await cancel(last);
    await reserved(id, 11);
    await eventually('everything to be handled', async () => {
      const infos = await Promise.all(
        ['catalog-OrderPlaced', 'catalog-OrderCancelled'].map((name) => manager.consumers.info('EVENTS_orders', name)),
      );
      return infos.every(({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0);
    });
    expect(await stockOf(id)).toEqual({ onHand: 100, reserved: 11, available: 89 });
    expect(tested.unexpected).toEqual([]);
  });
});

describe('a handler whose process dies', () => {
  let servers: TestServers;
  let teller: EventTeller;
  beforeAll(async () => {
    servers = await startTestServers();
    teller = await eventTeller('orders', servers);
  });
  afterAll(async () => {
    await teller?.stop();
    await servers?.stop();
  });

  test('mid-reaction, after its write and before its acknowledgement, has its effect once', async () => {
    const client = await new mongo.MongoClient(servers.mongo.uriFor('catalog')).connect();
    const stock = client.db().collection<{ _id: string; reserved: number }>('Stock');
    const order = (id: string) =>
      teller.tell('Order', 'OrderPlaced', id, `${id}-placed`, {
        memberId: 'm',
        total: { amount: '1.00', currency: 'USD' },
        lines: [{ productId: 'p', quantity: 2 }],
      });
    await order('o1');
    const doomed = await startUnitProcess('catalog', servers, {
      INSTANCE: 'catalog-1',
      WELLSPRING_CRASH_AT: 'mid-reaction',
    });
    expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
    expect((await stock.findOne({ _id: 'p' }))?.reserved).toBe(2);
    const consumer = () => teller.bus.manager.consumers.info('EVENTS_orders', 'catalog-OrderPlaced');
    expect((await consumer()).ack_floor.stream_seq).toBe(0);

    const unit = await startUnitProcess('catalog', servers, { INSTANCE: 'catalog-1' });
    await order('o2');
    await eventually('both to be acknowledged', async () => (await consumer()).ack_floor.stream_seq === 2);
    expect((await stock.findOne({ _id: 'p' }))?.reserved).toBe(4);
    await unit.stop();
    await client.close();
  });
});

describe('what a reaction reads', () => {
  let platform: TestPlatform;
  const seen = new Map<string, unknown>();
  let stopApplier: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const reader = ledger(async ({ id, entityId, type }, { replicas, actor }) => {
      const order = await replicas.order.load(entityId);
      seen.set(`${type} ${entityId}`, { id, status: order?.status, actor: actor.kind });
    });
    platform = await testPlatform([members, catalog, orders, reader]);
    const replica = platform.unit('ledger').running.replicas.get('order');
    stopApplier = () => replica?.stop() ?? Promise.resolve();
  });
  afterAll(() => platform?.stop());

  test('of the entity of its event is at least as new as the event, though the applier does nothing', async () => {
    const ask = async (unit: string, query: string, variables: object, actor: string) => {
      const { data, errors } = await platform.unit(unit).query(query, variables as Record<string, unknown>, actor);
      expect(errors).toEqual([]);
      return data;
    };
    const input = {
      displayName: 'Ada',
      handle: 'ada',
      email: 'ada@example.org',
      address: { city: 'B', country: 'CH' },
    };
    const join = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
    const memberId = (await ask('members', join, { input }, STAFF)).joinMember.id as string;
    const product = { sku: 'R-1', name: 'R', kind: 'BOOK', price: { amount: '1.00', currency: 'USD' } };
    const add = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
    const productId = (await ask('catalog', add, { input: product }, STAFF)).addProduct.id as string;
    const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';
    const order = { lines: [{ productId, quantity: 1 }] };

    const id = (await ask('orders', place, { input: order }, memberId)).placeOrder.id as string;
    await eventually('the placed order to be seen', () => seen.has(`orders.OrderPlaced ${id}`));
    expect(seen.get(`orders.OrderPlaced ${id}`)).toMatchObject({ status: 'PLACED', actor: 'reaction' });

    await stopApplier?.();
    await ask('orders', 'mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { id }, memberId);
    await eventually('the cancelled order to be seen', () => seen.has(`orders.OrderCancelled ${id}`));
    expect(seen.get(`orders.OrderCancelled ${id}`)).toMatchObject({ status: 'CANCELLED' });
  });
});
