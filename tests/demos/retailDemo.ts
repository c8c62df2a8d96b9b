import type { DemoSubgraphs } from './startDemo.ts';

interface Keyed {
  readonly id: string;
}
const key = (id: string) => ({ id });
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@external", "@requires"])';
const price = (id: string) => Number(id.split(':')[1]) * 10;

/** The shape of Apollo's retail-supergraph: eight subgraphs, keys that are not resolvable, what a cart and an order require of their items. */
export const retailDemo: DemoSubgraphs = {
  products: {
    sdl: `${LINK} type Query { allProducts(searchInput: ProductSearchInput): [Product] getVariantById(id: String): Variant }
      input ProductSearchInput { titleStartsWith: String } input VariantSearchInput { sizeStartsWith: String }
      type Product @key(fields: "id") { id: ID! variants(searchInput: VariantSearchInput): [Variant] title: String }
      type Variant @key(fields: "id") { id: ID! product: Product price: Float size: String weight: Float }`,
    resolvers: {
      Query: {
        allProducts: (_: unknown, { searchInput }: { searchInput?: { titleStartsWith?: string } }) =>
          ['p:1', 'p:2'].filter((id) => `Product ${id}`.startsWith(searchInput?.titleStartsWith ?? '')).map(key),
        getVariantById: (_: unknown, { id }: Keyed) => key(id),
      },
      Product: {
        __resolveReference: ({ id }: Keyed) => key(id),
        title: ({ id }: Keyed) => `Product ${id}`,
        variants: ({ id }: Keyed, { searchInput }: { searchInput?: { sizeStartsWith?: string } }) =>
          ['S', 'L']
            .filter((size) => size.startsWith(searchInput?.sizeStartsWith ?? ''))
            .map((size) => key(`${id.replace('p', 'v')}:${size}`)),
      },
      Variant: {
        __resolveReference: ({ id }: Keyed) => key(id),
        product: ({ id }: Keyed) => key(`p:${id.split(':')[1]}`),
        price: ({ id }: Keyed) => price(id),
        size: ({ id }: Keyed) => id.split(':')[2],
        weight: ({ id }: Keyed) => (id.endsWith('L') ? 2 : 1),
      },
    },
  },
  users: {
    sdl: `${LINK} type Query { user: User }
      type User @key(fields: "id") { id: ID! username: String! paymentMethods: [PaymentMethod] orders: [Order] shippingAddress: String }
      type PaymentMethod { id: ID! name: String type: PaymentType! } enum PaymentType { CREDIT_CARD BANK_ACCOUNT }
      type Order @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: { user: () => key('u:1') },
      User: {
        username: ({ id }: Keyed) => `User ${id}`,
        paymentMethods: () => [{ id: 'm1', name: 'Card', type: 'CREDIT_CARD' }],
        orders: () => [key('o:1')],
        shippingAddress: () => '1 High Street',
      },
    },
  },
  orders: {
    sdl: `${LINK} type Query { order(id: String!): Order }
      type Order @key(fields: "id") { id: ID! buyer: User! items: [Variant!]! }
      type User @key(fields: "id", resolvable: false) { id: ID! } type Variant @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: { order: (_: unknown, { id }: Keyed) => key(id) },
      Order: { buyer: () => key('u:1'), items: () => [key('v:1:L'), key('v:2:S')] },
    },
  },
  checkout: {
    sdl: `${LINK} type Mutation { cart: CartMutations }
      type CartMutations { checkout(paymentMethodId: ID!): CheckoutResult addVariantToCart(variantId: ID!, quantity: Int = 1): ResultWithMessage }
      type ResultWithMessage { successful: Boolean message: String } type CheckoutResult { successful: Boolean orderID: ID }
      type User @key(fields: "id") { id: ID! cart: Cart }
      type Cart @key(fields: "userId") { userId: ID! items: [Variant] subtotal: Float @requires(fields: "items { price }") }
      type Variant @key(fields: "id") { id: ID! price: Float @external }`,
    resolvers: {
      Mutation: { cart: () => ({}) },
      CartMutations: {
        checkout: (_: unknown, { paymentMethodId }: { paymentMethodId: string }) => ({
          successful: true,
          orderID: `by ${paymentMethodId}`,
        }),
        addVariantToCart: (_: unknown, given: { variantId: string; quantity: number }) => ({
          successful: true,
          message: `${given.quantity} ${given.variantId}`,
        }),
      },
      User: { cart: ({ id }: Keyed) => ({ userId: id }) },
      Cart: {
        items: ({ items }: { items?: object[] }) => items ?? [key('v:1:S'), key('v:2:L')],
        __resolveReference: (cart: { userId: string; items?: object[] }) => cart,
        subtotal: ({ items }: { items: { price: number }[] }) => items.reduce((sum, item) => sum + item.price, 0),
      },
    },
  },
  shipping: {
    sdl: `${LINK} type Order @key(fields: "id") { id: ID! buyer: User! @external items: [Variant!]! @external
        shippingCost: Float @requires(fields: "items { weight } buyer { shippingAddress }") }
      type User @key(fields: "id", resolvable: false) { id: ID! shippingAddress: String @external }
      type Variant @key(fields: "id", resolvable: false) { id: ID! weight: Float @external }`,
    resolvers: {
      Order: {
        shippingCost: ({ items, buyer }: { items: { weight: number }[]; buyer: { shippingAddress: string } }) =>
          items.reduce((sum, { weight }) => sum + weight, 0) * buyer.shippingAddress.length,
      },
    },
  },
  inventory: {
    sdl: `${LINK} type Variant @key(fields: "id") { id: ID! inventory: Inventory } type Inventory { inStock: Boolean! inventory: Int }`,
    resolvers: {
      Variant: { inventory: ({ id }: Keyed) => ({ inStock: id.endsWith('S'), inventory: id.endsWith('S') ? 3 : 0 }) },
    },
  },
  discovery: {
    sdl: `${LINK} type User @key(fields: "id") { id: ID! recommendedProducts(productId: ID = null): [Product] }
      type Product @key(fields: "id") { id: ID! recommendedProducts: [Product] }`,
    resolvers: {
      User: {
        recommendedProducts: (_: unknown, { productId }: { productId: string | null }) => [key(productId ?? 'p:1')],
      },
      Product: { recommendedProducts: () => [key('p:2')] },
    },
  },
  reviews: {
    sdl: `${LINK} type Review @key(fields: "id") { id: ID! body: String product: Product } type Product @key(fields: "id") { id: ID! reviews: [Review!] }`,
    resolvers: { Product: { reviews: ({ id }: Keyed) => [{ id: 'r:1', body: `Of ${id}`, product: key(id) }] } },
  },
};
