import type { DemoSubgraphs } from './startDemo.ts';

interface Review {
  readonly id: string;
  readonly authorID: string;
  readonly upc: string;
  readonly body: string;
}
const REVIEWS: readonly Review[] = [
  { id: '1', authorID: '1', upc: '1', body: 'Love it' },
  { id: '2', authorID: '1', upc: '2', body: 'Too dear' },
  { id: '3', authorID: '2', upc: '1', body: 'Not for me' },
];
const USERS = [
  { id: '1', name: 'Ada', username: '@ada' },
  { id: '2', name: 'Alan', username: '@complete' },
];
const PRODUCTS = [
  { upc: '1', name: 'Table', price: 899, weight: 100 },
  { upc: '2', name: 'Couch', price: 1_299, weight: 1_000 },
  { upc: '3', name: 'Chair', price: 54, weight: 50 },
];
const userOf = ({ id }: { id: string }) => USERS.find((user) => user.id === id);

/** The shape of Apollo's federation-demo, as it was written: for federation 1, with `extend type` and no `@link`. */
export const federationDemo: DemoSubgraphs = {
  accounts: {
    sdl: 'extend type Query { me: User } type User @key(fields: "id") { id: ID! name: String username: String }',
    resolvers: { Query: { me: () => USERS[0] }, User: { __resolveReference: userOf } },
  },
  products: {
    sdl: 'extend type Query { topProducts(first: Int = 5): [Product] } type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }',
    resolvers: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => PRODUCTS.find((product) => product.upc === upc) },
    },
  },
  inventory: {
    sdl: `extend type Product @key(fields: "upc") { upc: String! @external weight: Int @external price: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
    resolvers: {
      Product: {
        inStock: ({ upc }: { upc: string }) => upc !== '2',
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) => (price > 1_000 ? 0 : weight / 2),
      },
    },
  },
  reviews: {
    sdl: `type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
      extend type User @key(fields: "id") { id: ID! @external username: String @external reviews: [Review] }
      extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] reviewsForAuthor(authorID: ID!): [Review] }
      extend type Mutation { createReview(upc: ID!, id: ID!, body: String): Review }`,
    resolvers: {
      Mutation: { createReview: (_: unknown, given: object) => ({ authorID: '2', ...given }) },
      Review: {
        author: ({ authorID }: Review) => ({ id: authorID }),
        product: ({ upc }: Review) => ({ upc }),
      },
      User: {
        username: (user: { id: string }) => userOf(user)?.username,
        reviews: ({ id }: { id: string }) => REVIEWS.filter(({ authorID }) => authorID === id),
      },
      Product: {
        reviews: ({ upc }: { upc: string }) => REVIEWS.filter((review) => review.upc === upc),
        reviewsForAuthor: ({ upc }: { upc: string }, author: Review) =>
          REVIEWS.filter((review) => review.upc === upc && review.authorID === author.authorID),
      },
    },
  },
};
