import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type EventTeller, eventTeller, eventually, startTestServers, type TestServers } from '@wellspring/kit/testing';
import { mongo } from 'mongoose';
import { startUnitProcess } from './UnitProcess.ts';

jest.setTimeout(120_000);

let servers: TestServers;
let orders: EventTeller;
let client: mongo.MongoClient;
beforeAll(async () => {
  servers = await startTestServers();
  orders = await eventTeller('orders', servers);
  client = await new mongo.MongoClient(servers.mongo.uriFor('payments')).connect();
}, 60_000);
afterAll(async () => {
  await client?.close();
  await orders?.stop();
  await servers?.stop();
});

interface Payment {
  _id: string;
  status: string;
  reference: string;
}
const paymentOf = (reference: string) => client.db().collection<Payment>('Payment').findOne({ reference });
/** What the provider charged for an order, under whatever key. */
const books = (reference: string) =>
  client.db().collection<{ _id: string; asked: number }>('record.SandboxCharge').find({ reference }).toArray();
const place = (id: string) =>
  orders.tell('Order', 'OrderPlaced', id, `${id}-placed`, {
    ...{ memberId: 'm', total: { amount: '10.00', currency: 'USD' }, lines: [] },
  });
async function saveCard(unit: Awaited<ReturnType<typeof startUnitProcess>>): Promise<void> {
  const query = 'mutation { savePaymentMethod(cardToken: "tok_approve") { id } }';
  expect((await unit.ask(query, { actor: 'm' }))?.errors).toEqual([]);
}
/** What was told of the payment of an order. */
async function told(reference: string): Promise<string[]> {
  const payment = await paymentOf(reference);
  const filter = { entityId: payment?._id ?? '' };
  const events = await client.db().collection<{ type: string }>('wellspring.events').find(filter).toArray();
  return events.map(({ type }) => type);
}

test('a process that dies between the charge and its recording: the charge is made once, and told once', async () => {
  const doomed = await startUnitProcess('payments', servers, {
    INSTANCE: 'payments-1',
    WELLSPRING_CRASH_AT: 'after-effect',
  });
  await saveCard(doomed);
  await place('o1');
  expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await books('o1')).toMatchObject([{ state: 'CHARGED', asked: 1 }]);
  expect((await paymentOf('o1'))?.status).toBe('PENDING');

  const unit = await startUnitProcess('payments', servers, { INSTANCE: 'payments-1' });
  await eventually('it to be captured', async () => (await paymentOf('o1'))?.status === 'CAPTURED', 30_000);
  await eventually('it to be told', async () => (await told('o1')).length > 0, 30_000);
  expect(await told('o1')).toEqual(['PaymentCaptured']);
  expect(await books('o1')).toMatchObject([{ state: 'CHARGED', asked: 2 }]);
  await unit.stop();
});

test('a process that pauses there, past its lease, while another charges: once, and told once', async () => {
  const paused = await startUnitProcess('payments', servers, {
    ...{ INSTANCE: 'payments-1', WELLSPRING_CRASH_AT: 'after-effect', WELLSPRING_CRASH_SIGNAL: 'SIGSTOP' },
  });
  await place('o2');
  await eventually('the charge', async () => (await books('o2')).length === 1, 30_000);
  const unit = await startUnitProcess('payments', servers, { INSTANCE: 'payments-2' });
  await eventually('the other to capture it', async () => (await paymentOf('o2'))?.status === 'CAPTURED', 60_000);
  await paused.kill('SIGCONT');
  await place('o3');
  await eventually('both to be told', async () => (await told('o3')).length > 0, 60_000);
  await paused.stop();
  await unit.stop();
  expect(await told('o2')).toEqual(['PaymentCaptured']);
  expect(await books('o2')).toMatchObject([{ state: 'CHARGED', asked: 2 }]);
  expect(await books('o3')).toHaveLength(1);
});
