import { type Case, describeFederation } from './describeFederation.ts';

interface Product {
  readonly __typename: string;
  readonly id: string;
  readonly sku: string;
}
const PRODUCTS: readonly Product[] = [
  { __typename: 'Book', id: '1', sku: 'b-1' },
  { __typename: 'Film', id: '2', sku: 'f-2' },
  { __typename: 'Book', id: '3', sku: 'b-3' },
];
const found = (key: Partial<Product>) => PRODUCTS.find(({ id, sku }) => id === key.id || sku === key.sku) ?? null;
const named = (product: Product) => `${product.__typename} ${product.id}`;

/**
 * An interface that is an entity. Its types are known to the catalog alone; prices and reviews add fields to all of them, stock by
 * another key, and carts hold products without adding anything (a key that is not resolvable).
 */
const SHOP = {
  catalog: {
    sdl: `type Query { products: [Product!]! product(id: ID!): Product book: Book! }
      interface Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! name: String! }
      type Book implements Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! name: String! pages: Int! sequel: Product }
      type Film implements Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! name: String! minutes: Int! }`,
    resolvers: {
      Query: { products: () => PRODUCTS, product: (_: unknown, key: Product) => found(key), book: () => PRODUCTS[0] },
      Product: { __resolveReference: found },
      Book: {
        __resolveReference: found,
        name: named,
        pages: ({ id }: Product) => Number(id) * 100,
        sequel: ({ id }: Product) => found({ id: `${Number(id) + 1}` }),
      },
      Film: { __resolveReference: found, name: named, minutes: () => 90 },
    },
  },
  prices: {
    sdl: `type Query { cheapest: Product! }
      type Product @key(fields: "id") @interfaceObject { id: ID! price(currency: String = "USD"): String! tax: Int! }`,
    resolvers: {
      Query: { cheapest: () => ({ id: '2' }) },
      Product: {
        price: ({ id }: Product, { currency }: { currency: string }) => `${id}0 ${currency}`,
        tax: ({ id }: Product) => Number(id),
      },
    },
  },
  reviews: {
    sdl: `type Query { reviews: [Review!]! }
      type Product @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!]! tax: Int! @external
        fair: Boolean! @requires(fields: "tax") }
      type Review @key(fields: "text") { text: String! about: Product! }`,
    resolvers: {
      Query: { reviews: () => [{ text: 'good', about: { id: '3' } }] },
      Product: {
        reviews: ({ id }: Product) => [{ text: `of ${id}`, about: { id } }],
        fair: ({ tax }: { tax: number }) => tax < 3,
      },
    },
  },
  stock: {
    sdl: 'type Product @key(fields: "sku") @interfaceObject { sku: String! left: Int }',
    resolvers: {
      Product: {
        left: ({ sku }: Product) => {
          if (sku === 'f-2') throw new Error('not counted');
          return sku.length;
        },
      },
    },
  },
  carts: {
    sdl: `type Query { cart: Cart! }
      type Cart { lines: [Product!]! gift: Product }
      type Product @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
    resolvers: { Query: { cart: () => ({ lines: [{ id: '2' }, { id: '1' }], gift: { id: '3' } }) } },
  },
};

const CASES: readonly Case[] = [
  [
    'fields that two subgraphs add to every type',
    '{ products { id price reviews { text } } }',
    { products: ['1', '2', '3'].map((id) => ({ id, price: `${id}0 USD`, reviews: [{ text: `of ${id}` }] })) },
  ],
  ['a subgraph that knows the interface by another key', '{ product(id: "1") { left } }', { product: { left: 3 } }],
  [
    'from one that adds a field to the next, by the other key',
    '{ cheapest { price left } }',
    { cheapest: { price: '20 USD', left: null } },
    { errors: ['DOWNSTREAM_SERVICE_ERROR cheapest.left'] },
  ],
  [
    'a key that is not resolvable: the key itself',
    '{ cart { lines { id } } }',
    { cart: { lines: [{ id: '2' }, { id: '1' }] } },
  ],
  [
    'a key that is not resolvable: the type of each',
    '{ cart { lines { __typename id } } }',
    {
      cart: {
        lines: [
          { __typename: 'Film', id: '2' },
          { __typename: 'Book', id: '1' },
        ],
      },
    },
  ],
  [
    'a key that is not resolvable: fields of the types',
    '{ cart { lines { name ... on Book { pages } ... on Film { minutes } } } }',
    {
      cart: {
        lines: [
          { name: 'Film 2', minutes: 90 },
          { name: 'Book 1', pages: 100 },
        ],
      },
    },
  ],
  [
    'a key that is not resolvable: fields that others add',
    '{ cart { gift { price reviews { text } } } }',
    { cart: { gift: { price: '30 USD', reviews: [{ text: 'of 3' }] } } },
  ],
  [
    'a key that is not resolvable: fields of a type, which is another',
    '{ cart { lines { ... on Film { price } } } }',
    { cart: { lines: [{ price: '20 USD' }, {}] } },
  ],
  [
    '@requires of what another interface object adds',
    '{ products { fair } }',
    { products: [{ fair: true }, { fair: true }, { fair: false }] },
  ],
  [
    '@requires from an interface object of a third subgraph',
    '{ cart { gift { fair } } }',
    { cart: { gift: { fair: false } } },
  ],
  [
    'from a type of the interface, not the interface',
    '{ book { price fair left } }',
    { book: { price: '10 USD', fair: true, left: 3 } },
  ],
  [
    'an interface object in the field of a type, and its type',
    '{ book { sequel { __typename price ... on Film { minutes } } } }',
    { book: { sequel: { __typename: 'Film', price: '20 USD', minutes: 90 } } },
  ],
  [
    'an argument under two names, one by a variable',
    'query ($c: String) { cheapest { euro: price(currency: $c) price } }',
    { cheapest: { euro: '20 EUR', price: '20 USD' } },
    { variables: { c: 'EUR' } },
  ],
  [
    'there and back: an object that holds the interface again',
    '{ reviews { text about { __typename name reviews { about { id price } } } } }',
    {
      reviews: [
        {
          text: 'good',
          about: { __typename: 'Book', name: 'Book 3', reviews: [{ about: { id: '3', price: '30 USD' } }] },
        },
      ],
    },
  ],
  [
    'a named fragment on the interface',
    '{ cheapest { ...P } cart { gift { ...P } } } fragment P on Product { name tax ... on Book { pages } }',
    { cheapest: { name: 'Film 2', tax: 2 }, cart: { gift: { name: 'Book 3', tax: 3, pages: 300 } } },
  ],
  ['null where the interface would be', '{ product(id: "9") { price } }', { product: null }],
  [
    'the error of one of several, at its place',
    '{ products { id left } }',
    {
      products: [
        { id: '1', left: 3 },
        { id: '2', left: null },
        { id: '3', left: 3 },
      ],
    },
    { errors: ['DOWNSTREAM_SERVICE_ERROR products.1.left'] },
  ],
];

describeFederation('@interfaceObject', SHOP, CASES);
