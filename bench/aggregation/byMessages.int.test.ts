import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNats } from '@wellspring/kit/embedded';
import { byMessages, CUSTOMER_OVERVIEW_QUERY, PRODUCT_NAMES_QUERY } from './byMessages.ts';
import { reduceOrders } from './reduceOverview.ts';

const DEADLINE = 300; // ms
const member = { displayName: 'Ada', handle: 'ada', avatarUrl: null };
const orders = reduceOrders([]);
let nats: NatsServer;
let connection: NatsConnection;
let partsOf: ReturnType<typeof byMessages>;

beforeAll(async () => {
  nats = await startNats({ syncInterval: '10s' });
  connection = await connect({ servers: nats.url });
  partsOf = byMessages(connection, DEADLINE);
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await nats?.stop();
});

/** Answers a part until it is told to stop. */
function respond(subject: string, part: string, content: unknown): () => void {
  const subscription = connection.subscribe(subject, {
    callback: (_error, message) => void message.respond(JSON.stringify({ part, content })),
  });
  return () => subscription.unsubscribe();
}

test('what is there is put together; who is away is missing, at the deadline or as soon as nobody listens; who is back is heard again', async () => {
  respond(CUSTOMER_OVERVIEW_QUERY, 'member', member);
  let stopOrders = respond(CUSTOMER_OVERVIEW_QUERY, 'orders', orders);
  let stopProducts = respond(PRODUCT_NAMES_QUERY, 'products', {});
  const whole = { member, orders, products: {} };
  expect(await partsOf('ada')).toEqual(whole);

  stopProducts(); // nobody listens on that subject: the broker says so
  for (let again = 0; again < 3; again += 1) expect(await partsOf('ada')).toEqual({ ...whole, products: undefined });
  stopProducts = respond(PRODUCT_NAMES_QUERY, 'products', {});
  expect(await partsOf('ada')).toEqual(whole);

  stopOrders(); // others listen there: silence alone does not say who is away
  const start = performance.now();
  expect((await partsOf('ada')).orders).toBeUndefined();
  expect(performance.now() - start).toBeGreaterThanOrEqual(DEADLINE - 5);
  stopOrders = respond(CUSTOMER_OVERVIEW_QUERY, 'orders', orders);
  expect(await partsOf('ada')).toEqual(whole);
  stopOrders();
  stopProducts();
});
