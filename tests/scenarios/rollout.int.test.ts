import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import {
  FollowOrder,
  MyOrders,
  MyPayments,
  PlaceOrder,
  ProductStock,
  SavePaymentMethod,
} from '@wellspring/schema/operations';
import { composeSupergraph } from '@wellspring/tools/compose/composeSupergraph.ts';
import { SUPERGRAPH } from '@wellspring/tools/platform/startPlatform.ts';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';
import { type DeployableRoot, deployableRoot } from './deployableRoot.ts';

jest.setTimeout(180_000);

const UNITS = ['members', 'catalog', 'orders', 'payments'];
const CLIENTS = 4;
let deployable: DeployableRoot;
let tested: TestedPlatform;
let productId: string;

beforeAll(async () => {
  deployable = deployableRoot();
  tested = await startTestedPlatform(UNITS, { root: deployable.root, folder: join(deployable.root, '.platform') });
  const query = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
  const input = {
    sku: 'R-1',
    name: 'Rollouts',
    kind: 'BOOK',
    price: { amount: '10.00', currency: 'USD' },
    onHand: 500,
  };
  const { addProduct } = await tested.get<{ addProduct: { id: string } }>(query, {
    variables: { input },
    actor: STAFF,
  });
  productId = addProduct.id;
}, 120_000);
afterAll(async () => {
  await tested?.platform.stop();
  deployable?.remove();
}, 30_000);

/** What clients were told while they went on. */
interface Traffic {
  readonly placed: { readonly id: string; readonly member: string }[];
  requests: number;
  /** Requests that were not answered in full. */
  readonly failures: string[];
  /** Of what only catalog can answer: how often it did, and with which codes it did not. */
  browsed: number;
  readonly missed: Set<unknown>;
}

/** Members order, look at their orders with product names, and at their payments, one request after another. */
async function shop(member: string, traffic: Traffic, goesOn: () => boolean): Promise<void> {
  const send = async <Data>(query: string, variables: Record<string, unknown>): Promise<Data | null> => {
    traffic.requests += 1;
    try {
      const { data, errors } = await tested.ask<Data>(query, { variables, actor: member });
      if (errors.length > 0) traffic.failures.push(JSON.stringify(errors));
      return data;
    } catch (error) {
      traffic.failures.push(String(error));
      return null;
    }
  };
  for (let n = 0; goesOn(); n += 1) {
    const input = { lines: [{ productId, quantity: 1 }], idempotencyKey: `${member}-${n}` };
    const placed = await send<{ placeOrder: { id: string } | null }>(PlaceOrder.query, { input });
    const id = placed?.placeOrder?.id;
    if (id === undefined) continue;
    traffic.placed.push({ id, member });
    await send(FollowOrder.query, { id });
    const mine = await send<{ myOrders: { edges: { node: { lines: { product: { name: string } }[] } }[] } }>(
      MyOrders.query,
      { first: 3 },
    );
    const names = mine?.myOrders.edges.flatMap(({ node }) => node.lines.map(({ product }) => product.name)) ?? [];
    if (names.some((name) => name !== 'Rollouts')) traffic.failures.push(`names: ${names.join(', ')}`);
    await send(MyPayments.query, { first: 3 });
  }
}

/** A visitor looks at what nobody copied. It costs that field while catalog is away, and nothing else. */
async function browse(traffic: Traffic, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const { data, errors } = await tested.ask<{ product: { stock: { onHand: number } } | null }>(ProductStock.query, {
      variables: { id: productId },
    });
    if (data?.product?.stock) traffic.browsed += 1;
    for (const { extensions } of errors) traffic.missed.add(extensions?.code);
  }
}

test('a new version of catalog is deployed while orders and payments go on: no request fails', async () => {
  const members = await Promise.all(Array.from({ length: CLIENTS }, (_, n) => tested.join(`roller_${n}`)));
  for (const member of members) await tested.run(SavePaymentMethod, { cardToken: 'tok_approve' }, member);
  // Right after it was added, orders' copies may not have heard of a member.
  for (const member of members)
    await eventually('orders to know the member', () =>
      tested.run(PlaceOrder, { input: { lines: [{ productId, quantity: 1 }], idempotencyKey: 'first' } }, member),
    );

  const traffic: Traffic = { placed: [], requests: 0, failures: [], browsed: 0, missed: new Set() };
  let going = true;
  const goesOn = () => going;
  const clients = [...members.map((member) => shop(member, traffic, goesOn)), browse(traffic, goesOn)];
  const more = (requests: number) => {
    const until = traffic.requests + requests;
    return eventually(`${requests} more requests`, () => traffic.requests >= until, 60_000);
  };
  await more(20);

  // The unit first: until the graph has the new field, nobody asks for it.
  deployable.change('subgraphs/catalog/schema.graphql', '  stock: Stock\n', '  stock: Stock\n  leadTimeDays: Int\n');
  deployable.change(
    'subgraphs/catalog/src/product/productFields.ts',
    'export const productFields: ProductResolvers = {',
    "export const productFields: any = {\n  leadTimeDays: ({ kind }: any) => (kind === 'BOOK' ? 5 : 0),",
  );
  const before = traffic.requests;
  const pid = () => tested.platform.status().find(({ name }) => name === 'catalog')?.pid;
  const old = pid();
  await tested.platform.restart('catalog');
  await tested.platform.ready('catalog');
  expect(pid()).not.toBe(old);
  expect(traffic.requests).toBeGreaterThan(before); // they did go on
  await more(20);

  // Then the graph, as one file in place of another: the gateway watches it.
  const { supergraphSdl } = await composeSupergraph(join(deployable.root, 'supergraph.yaml'), { units: UNITS });
  const file = join(deployable.root, '.platform', SUPERGRAPH);
  writeFileSync(`${file}.new`, supergraphSdl);
  renameSync(`${file}.new`, file);
  const query = 'query ($id: ID!) { product(id: $id) { leadTimeDays } }';
  const { data } = await eventually(
    'the gateway to serve the new field',
    async () => {
      const answer = await tested.ask<{ product: { leadTimeDays: number } }>(query, { variables: { id: productId } });
      return answer.errors.length === 0 ? answer : null;
    },
    60_000,
  );
  expect(data?.product.leadTimeDays).toBe(5);
  await more(20);
  going = false;
  await Promise.all(clients);

  expect(traffic.failures).toEqual([]);
  expect([...traffic.missed].filter((code) => code !== 'SUBGRAPH_UNAVAILABLE')).toEqual([]);
  expect(traffic.browsed).toBeGreaterThan(0);
  for (const { id, member } of traffic.placed)
    await eventually(
      `order ${id} to be paid`,
      async () => (await tested.run(FollowOrder, { id }, member)).order?.status === 'PAID',
      60_000,
    );
  // The new catalog took up the old one's reactions.
  const ordered = traffic.placed.length + members.length;
  await eventually(
    `${ordered} to be reserved`,
    async () => (await tested.run(ProductStock, { id: productId })).product?.stock?.reserved === ordered,
    60_000,
  );
  expect(tested.unexpected).toEqual([]);
});
