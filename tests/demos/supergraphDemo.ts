import type { DemoSubgraphs } from './startDemo.ts';

interface Product {
  readonly id: string;
  readonly sku: string;
  readonly package: string;
  readonly variation: string;
}
const PRODUCTS: readonly Product[] = [
  { id: 'converse-1', sku: 'converse', package: 'chucks', variation: 'converse-classic' },
  { id: 'vans-1', sku: 'vans', package: 'era', variation: 'vans-classic' },
];
const found = ({ id, sku, variation }: { id?: string; sku?: string; variation?: { id: string } }) =>
  PRODUCTS.find(
    (product) => product.id === id || (product.sku === sku && (!variation || product.variation === variation.id)),
  );
const LINK = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: [${imports}])`;

/** The shape of Apollo's supergraph-demo-fed2: products by three keys, an interface that each subgraph extends, `delivery(zip:)`. */
export const supergraphDemo: DemoSubgraphs = {
  products: {
    sdl: `${LINK('"@key", "@shareable", "@tag", "@inaccessible"')}
      type Query { allProducts: [ProductItf] product(id: ID!): ProductItf }
      interface SkuItf { sku: String }
      interface ProductItf implements SkuItf { id: ID! sku: String name: String package: String variation: ProductVariation
        dimensions: ProductDimension createdBy: User hidden: String @inaccessible oldField: String @deprecated(reason: "gone") }
      type Product implements ProductItf & SkuItf @key(fields: "id") @key(fields: "sku package") @key(fields: "sku variation { id }") {
        id: ID! @tag(name: "from-products") sku: String name: String package: String variation: ProductVariation
        dimensions: ProductDimension createdBy: User hidden: String reviewsScore: Float! oldField: String }
      enum ShippingClass { STANDARD EXPRESS }
      type ProductVariation { id: ID! name: String }
      type ProductDimension @shareable { size: String weight: Float }
      type User @key(fields: "email") { email: ID! totalProductsCreated: Int @shareable }`,
    resolvers: {
      Query: { allProducts: () => PRODUCTS, product: (_: unknown, { id }: Product) => found({ id }) },
      ProductItf: { __resolveType: () => 'Product' },
      Product: {
        __resolveReference: found,
        name: ({ sku }: Product) => sku.toUpperCase(),
        variation: ({ variation }: Product) => ({ id: variation, name: 'Classic' }),
        dimensions: ({ id }: Product) => ({ size: '1', weight: id === 'vans-1' ? 2 : 1 }),
        createdBy: () => ({ email: 'a@example.org', totalProductsCreated: 2 }),
        hidden: () => 'hidden',
        reviewsScore: () => 1,
      },
      User: { __resolveReference: ({ email }: { email: string }) => ({ email, totalProductsCreated: 2 }) },
    },
  },
  inventory: {
    sdl: `${LINK('"@key", "@shareable", "@external", "@requires"')}
      interface ProductItf { id: ID! dimensions: ProductDimension delivery(zip: String): DeliveryEstimates }
      type Product implements ProductItf @key(fields: "id") { id: ID! dimensions: ProductDimension @external
        delivery(zip: String): DeliveryEstimates @requires(fields: "dimensions { size weight }") }
      type ProductDimension @shareable { size: String weight: Float }
      type DeliveryEstimates { estimatedDelivery: String fastestDelivery: String }
      enum ShippingClass { STANDARD EXPRESS OVERNIGHT }`,
    resolvers: {
      Product: {
        delivery: ({ dimensions }: { dimensions: { size: string; weight: number } }, { zip }: { zip?: string }) => ({
          estimatedDelivery: `${dimensions.weight * 2} days to ${zip ?? 'nowhere'}`,
          fastestDelivery: `${dimensions.size} day`,
        }),
      },
    },
  },
  users: {
    sdl: `${LINK('"@key", "@tag", "@shareable"')} type User @key(fields: "email") { email: ID! @tag(name: "from-users") name: String totalProductsCreated: Int @shareable }`,
    resolvers: {
      User: { name: ({ email }: { email: string }) => `Name of ${email}`, totalProductsCreated: () => 2 },
    },
  },
  reviews: {
    sdl: `${LINK('"@key", "@override", "@shareable"')}
      type Query { review(id: Int!): Review }
      interface ProductItf { id: ID! reviewsCount: Int! reviewsScore: Float! reviews: [Review!]! }
      type Product implements ProductItf @key(fields: "id") { id: ID! reviewsCount: Int! reviewsScore: Float! @shareable @override(from: "products") reviews: [Review!]! }
      type Review { id: Int! body: String! }`,
    resolvers: {
      Query: { review: (_: unknown, { id }: { id: number }) => ({ id, body: `Review ${id}` }) },
      Product: { reviewsCount: () => 1, reviewsScore: () => 4.5, reviews: () => [{ id: 7, body: 'Good' }] },
    },
  },
  pandas: {
    // As it was before federation 2.
    sdl: `directive @tag(name: String!) repeatable on FIELD_DEFINITION
      type Query { allPandas: [Panda] panda(name: ID!): Panda } type Panda { name: ID! favoriteFood: String @tag(name: "nom nom nom") }`,
    resolvers: { Query: { allPandas: () => [{ name: 'Basi', favoriteFood: 'bamboo' }] } },
  },
};
