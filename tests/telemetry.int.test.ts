import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CollectedSpan, type Collector, eventually, startCollector } from '@wellspring/kit/testing';
import { mongo } from 'mongoose';
import { STAFF, startTestedPlatform, type TestedPlatform } from './testedPlatform.ts';

let collector: Collector;
let tested: TestedPlatform;

beforeAll(async () => {
  collector = await startCollector();
  tested = await startTestedPlatform(['members', 'catalog', 'orders'], {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_BSP_SCHEDULE_DELAY: '100' },
  });
}, 120_000);
afterAll(async () => {
  await tested?.platform.stop();
  await collector?.stop();
}, 30_000);

/** A trace that a client began. */
function clientTrace(): { traceId: string; spanId: string; headers: Record<string, string> } {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  return { traceId, spanId, headers: { traceparent: `00-${traceId}-${spanId}-01` } };
}

const label = ({ service, name }: CollectedSpan): string => `${service}: ${name}`;

/** The trace as indented lines, siblings by name. */
function treeOf(spans: readonly CollectedSpan[]): string {
  const ids = new Set(spans.map((span) => span.spanId));
  const lines = (parents: readonly CollectedSpan[], depth: number): string[] =>
    [...parents]
      .sort((a, b) => label(a).localeCompare(label(b)))
      .flatMap((span) => [
        `${'  '.repeat(depth)}${label(span)}`,
        ...lines(
          spans.filter(({ parentSpanId }) => parentSpanId === span.spanId),
          depth + 1,
        ),
      ]);
  return lines(
    spans.filter(({ parentSpanId }) => !ids.has(parentSpanId)),
    0,
  ).join('\n');
}

/** Waits until a trace is this tree, no more and no less; says what it is where it does not become so. */
async function becomes(
  traceId: string,
  tree: string,
  shown: (span: CollectedSpan) => boolean = () => true,
): Promise<readonly CollectedSpan[]> {
  const trace = () => collector.spans.filter((span) => span.traceId === traceId && shown(span));
  try {
    await eventually('the whole trace', () => treeOf(trace()) === tree, 30_000);
  } catch {
    expect(treeOf(trace())).toBe(tree);
  }
  return trace();
}

test('the spans of one mutation are one tree, from the client to the copy in another unit', async () => {
  const id = await tested.add('T-1', 'Before');
  // That it is copied is part of the trace of who added it.
  const copied = 'orders: process view.catalog.ProductListing';
  await eventually('orders to have its copy', () => collector.spans.some((span) => label(span) === copied));
  const { traceId, spanId, headers } = clientTrace();
  const query = 'mutation Rename($id: ID!) { renameProduct(id: $id, name: "After") { name } }';
  await tested.get(query, { variables: { id }, actor: STAFF, headers });

  const spans = await becomes(
    traceId,
    `\
gateway: POST /graphql
  gateway: mutation
    gateway: fetch catalog
      catalog: POST /graphql
        catalog: mutation
          catalog: commit Product
            catalog: publish event.catalog.Product.ProductRenamed
            catalog: publish view.catalog.ProductListing
              orders: process view.catalog.ProductListing
                orders: update replica.catalog.ProductListing
            catalog: update Product
          catalog: find Product
    gateway: plan`,
  );
  const of = (name: string) => spans.find((span) => label(span) === name) as CollectedSpan;
  expect(of('gateway: POST /graphql').parentSpanId).toBe(spanId);
  expect(Object.fromEntries(spans.map((span) => [label(span), span.kind]))).toMatchObject({
    'gateway: POST /graphql': 2, // server
    'gateway: mutation': 1,
    'gateway: fetch catalog': 3, // client
    'catalog: POST /graphql': 2,
    'catalog: update Product': 3,
    'catalog: publish view.catalog.ProductListing': 4, // producer
    'orders: process view.catalog.ProductListing': 5, // consumer
  });
  const operation = { 'graphql.operation.type': 'mutation', 'graphql.operation.name': 'Rename' };
  expect(of('gateway: mutation').attributes).toEqual(operation);
  expect(of('gateway: fetch catalog').attributes).toMatchObject({
    'wellspring.subgraph.name': 'catalog',
    'wellspring.fetch.entities': 0,
    'http.response.status_code': 200,
  });
  expect(of('orders: process view.catalog.ProductListing').attributes).toMatchObject({
    'messaging.system': 'nats',
    'messaging.destination.name': 'view.catalog.ProductListing',
    'messaging.operation.type': 'process',
  });
  expect(spans.filter(({ failed }) => failed).map(label)).toEqual([]);
  // Nothing that a person wrote, and no id of what it was about.
  const told = JSON.stringify(spans.map(({ name, attributes }) => ({ name, attributes })));
  for (const secret of [id, Buffer.from(id).toString('base64url'), 'After', STAFF]) expect(told).not.toContain(secret);
});

test('nothing of a trace stays in a document that was published', async () => {
  const client = new mongo.MongoClient(tested.platform.mongoUri('catalog'));
  try {
    const products = client.db().collection('Product');
    const stamp = await eventually('the product to be published', async () => {
      const document = await products.findOne({ sku: 'T-1' });
      return document?._stamp.dirty === undefined ? document?._stamp : null;
    });
    expect(Object.keys(stamp).sort()).toEqual(['at', 'epoch', 'live', 'rev']);
  } finally {
    await client.close();
  }
});

test('what another unit does because of an event is part of the trace, and so is a read of entities', async () => {
  const member = await tested.join('traced');
  const product = await tested.add('T-2');
  await eventually('orders to know both', () => tested.order(member, product));
  const { traceId, headers } = clientTrace();
  const query =
    'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { lines { product { stock { reserved } } } } }';
  const input = { lines: [{ productId: product, quantity: 1 }] };
  await tested.get(query, { variables: { input }, actor: member, headers });
  // What the reaction sends to its database may be repeated, where its transaction met another.
  await becomes(
    traceId,
    `\
gateway: POST /graphql
  gateway: mutation
    gateway: fetch catalog
      catalog: POST /graphql
        catalog: query
    gateway: fetch orders
      orders: POST /graphql
        orders: mutation
          orders: commit Order
            orders: publish event.orders.Order.OrderPlaced
              catalog: process event.orders.Order.OrderPlaced
            orders: publish view.orders.OrderCharge
            orders: publish view.orders.OrderSummary
    gateway: plan`,
    (span) => !('db.system.name' in span.attributes) && label(span) !== 'catalog: commit Stock',
  );
  const ofReaction = collector.spans.find(
    (span) => span.traceId === traceId && label(span) === 'catalog: commit Stock',
  );
  const reaction = collector.spans.find(({ spanId }) => spanId === ofReaction?.parentSpanId);
  expect(reaction && label(reaction)).toBe('catalog: process event.orders.Order.OrderPlaced');
});

test('what a copy lacks is asked of its owner, in the trace', async () => {
  const product = await tested.add('T-3');
  const { traceId, headers } = clientTrace();
  const query = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';
  const input = { lines: [{ productId: product, quantity: 1 }] };
  const { errors } = await tested.ask(query, { variables: { input }, actor: 'never-heard-of', headers });
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['MEMBER_UNKNOWN']);
  const asked = 'members: process ask.members.MemberLocation';
  const trace = () => collector.spans.filter((span) => span.traceId === traceId);
  await eventually('the owner to be asked', () => trace().some((span) => label(span) === asked));
  await eventually('the trace to begin', () => trace().some(({ name }) => name === 'POST /graphql'));
  const byId = new Map(trace().map((span) => [span.spanId, span]));
  const request = byId.get(trace().find((span) => label(span) === asked)?.parentSpanId ?? '');
  expect(request && label(request)).toBe('orders: request ask.members.MemberLocation');
  expect(label(byId.get(request?.parentSpanId ?? '') as CollectedSpan)).toBe('orders: mutation');
  expect(trace().find((span) => label(span) === 'orders: mutation')?.failed).toBe(true);
});

test('a trace that its client does not record leaves no span', async () => {
  const { traceId, headers } = clientTrace();
  const traceparent = (headers.traceparent ?? '').replace(/01$/, '00');
  const { data } = await tested.ask('{ __typename }', { headers: { traceparent } });
  expect(data).toEqual({ __typename: 'Query' });
  const recorded = clientTrace();
  await tested.ask('{ __typename }', { headers: recorded.headers });
  await eventually('a later trace', () => collector.spans.some((span) => span.traceId === recorded.traceId));
  expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
});
