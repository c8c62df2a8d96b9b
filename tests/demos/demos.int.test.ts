import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { eventually } from '../../gateway/src/testing/eventually.ts';
import { federationDemo } from './federationDemo.ts';
import { retailDemo } from './retailDemo.ts';
import { type Demo, type DemoSubgraphs, startDemo } from './startDemo.ts';
import { supergraphDemo } from './supergraphDemo.ts';

// Demos that many know, run as somebody would who has never seen this project.

type Case = readonly [query: string, data: object, variables?: object];
interface Told {
  readonly subgraphs: DemoSubgraphs;
  /** Not there when the gateway starts; what a query loses then. */
  readonly down: readonly [subgraph: string, query: string, data: object, place: string];
  readonly cases: readonly Case[];
}

const SHOES = ['converse', 'vans'];
const DEMOS: Readonly<Record<string, Told>> = {
  'supergraph-demo-fed2': {
    subgraphs: supergraphDemo,
    down: [
      'users',
      '{ product(id: "vans-1") { name createdBy { email name } } }',
      { product: { name: 'VANS', createdBy: { email: 'a@example.org', name: null } } },
      'product.createdBy.name',
    ],
    cases: [
      [
        'query Q($zip: String) { allProducts { id sku createdBy { email name totalProductsCreated } ... on Product { delivery(zip: $zip) { estimatedDelivery fastestDelivery } } } }',
        {
          allProducts: SHOES.map((sku, index) => ({
            id: `${sku}-1`,
            sku,
            createdBy: { email: 'a@example.org', name: 'Name of a@example.org', totalProductsCreated: 2 },
            delivery: { estimatedDelivery: `${(index + 1) * 2} days to 94111`, fastestDelivery: '1 day' },
          })),
        },
        { zip: '94111' },
      ],
      [
        '{ product(id: "converse-1") { __typename package variation { id name } dimensions { size weight } delivery { estimatedDelivery } reviewsScore reviewsCount reviews { body } } }',
        {
          product: {
            __typename: 'Product',
            package: 'chucks',
            variation: { id: 'converse-classic', name: 'Classic' },
            dimensions: { size: '1', weight: 1 },
            delivery: { estimatedDelivery: '2 days to nowhere' },
            reviewsScore: 4.5,
            reviewsCount: 1,
            reviews: [{ body: 'Good' }],
          },
        },
      ],
      [
        '{ allPandas { name favoriteFood } review(id: 3) { body } }',
        { allPandas: [{ name: 'Basi', favoriteFood: 'bamboo' }], review: { body: 'Review 3' } },
      ],
      ['{ allProducts { ... on SkuItf { sku } } }', { allProducts: SHOES.map((sku) => ({ sku })) }],
    ],
  },
  'federation-demo': {
    subgraphs: federationDemo,
    down: [
      'inventory',
      '{ topProducts(first: 2) { name inStock shippingEstimate } }',
      { topProducts: ['Table', 'Couch'].map((name) => ({ name, inStock: null, shippingEstimate: null })) },
      'topProducts',
    ],
    cases: [
      [
        '{ me { username reviews { body product { name price inStock shippingEstimate } } } }',
        {
          me: {
            username: '@ada',
            reviews: [
              { body: 'Love it', product: { name: 'Table', price: 899, inStock: true, shippingEstimate: 50 } },
              { body: 'Too dear', product: { name: 'Couch', price: 1299, inStock: false, shippingEstimate: 0 } },
            ],
          },
        },
      ],
      [
        'query ($first: Int) { topProducts(first: $first) { upc reviews { author { username name } } reviewsForAuthor(authorID: "2") { id } } }',
        {
          topProducts: [
            {
              upc: '1',
              reviews: [
                { author: { username: '@ada', name: 'Ada' } },
                { author: { username: '@complete', name: 'Alan' } },
              ],
              reviewsForAuthor: [{ id: '3' }],
            },
          ],
        },
        { first: 1 },
      ],
      [
        'mutation { createReview(upc: "3", id: "9", body: "New") { id body author { username } product { name inStock } } }',
        {
          createReview: {
            id: '9',
            body: 'New',
            author: { username: '@complete' },
            product: { name: 'Chair', inStock: true },
          },
        },
      ],
    ],
  },
  'retail-supergraph': {
    subgraphs: retailDemo,
    down: [
      'shipping',
      '{ order(id: "o:1") { buyer { username } shippingCost } }',
      { order: { buyer: { username: 'User u:1' }, shippingCost: null } },
      'order.shippingCost',
    ],
    cases: [
      [
        '{ user { username cart { subtotal items { size price inventory { inStock } product { title } } } orders { id shippingCost items { id } } } }',
        {
          user: {
            username: 'User u:1',
            cart: {
              subtotal: 30,
              items: [
                { size: 'S', price: 10, inventory: { inStock: true }, product: { title: 'Product p:1' } },
                { size: 'L', price: 20, inventory: { inStock: false }, product: { title: 'Product p:2' } },
              ],
            },
            orders: [{ id: 'o:1', shippingCost: 39, items: [{ id: 'v:1:L' }, { id: 'v:2:S' }] }],
          },
        },
      ],
      [
        'query ($s: ProductSearchInput) { allProducts(searchInput: $s) { title variants(searchInput: { sizeStartsWith: "S" }) { id } recommendedProducts { title reviews { body } } } }',
        {
          allProducts: [
            {
              title: 'Product p:1',
              variants: [{ id: 'v:1:S' }],
              recommendedProducts: [{ title: 'Product p:2', reviews: [{ body: 'Of p:2' }] }],
            },
          ],
        },
        { s: { titleStartsWith: 'Product p:1' } },
      ],
      [
        '{ order(id: "o:9") { buyer { shippingAddress paymentMethods { type } recommendedProducts { title } } shippingCost } }',
        {
          order: {
            buyer: {
              shippingAddress: '1 High Street',
              paymentMethods: [{ type: 'CREDIT_CARD' }],
              recommendedProducts: [{ title: 'Product p:1' }],
            },
            shippingCost: 39,
          },
        },
      ],
      [
        'mutation { cart { addVariantToCart(variantId: "v:1:S", quantity: 2) { successful message } checkout(paymentMethodId: "m1") { orderID } } }',
        { cart: { addVariantToCart: { successful: true, message: '2 v:1:S' }, checkout: { orderID: 'by m1' } } },
      ],
    ],
  },
};

describe.each(Object.entries(DEMOS))('%s', (_name, { subgraphs, down: [down, query, partial, place], cases }) => {
  let demo: Demo;
  let first: ExecutionResult;
  beforeAll(async () => {
    demo = await startDemo(subgraphs, down);
    first = await demo.ask(query);
    await demo.restart(down);
    await eventually(async () => ((await demo.ask(query)).errors === undefined ? true : undefined), 20_000);
  }, 120_000);
  afterAll(() => demo?.close());

  test(`starts and serves without ${down}`, () => {
    expect(first.data).toEqual(partial);
    expect(first.errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: down, reason: 'UNREACHABLE' } },
      ...new Array((first.errors?.length ?? 1) - 1).fill({ extensions: { service: down } }),
    ]);
    expect(first.errors?.map(({ path }) => path?.join('.'))).toContain(place);
  });

  test.each(cases)('%s', async (text, data, ...[variables]) => {
    expect(await demo.ask(text, variables)).toEqual({ data });
  });
});
