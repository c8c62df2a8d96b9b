import { parse } from 'graphql';

/** The four subgraphs of the well-known federation benchmark, with made-up data of a known size. */
export const SHOP = {
  accounts: `
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
  inventory: `
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
    }`,
  products: `
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `
    type Query { review(id: ID!): Review }
    type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
    type User @key(fields: "id") { id: ID! username: String @external numberOfReviews: Int reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
} as const;

export type ShopSubgraph = keyof typeof SHOP;
export const SUBGRAPHS = Object.keys(SHOP) as readonly ShopSubgraph[];

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])\n`;

export const typeDefsOf = (name: ShopSubgraph) => parse(LINK + SHOP[name]);

const USERS = 6;
const FEATURED = 9;
const PRODUCTS = 1_000;
const REVIEWS = 13;
const WORDS =
  'the coaxial cable arrived in good order and measures well within what the standard asks for at every frequency'.split(
    ' ',
  );

/** Some text of a length, the same for the same seed. */
function text(seed: number, length: number): string {
  let result = '';
  for (let index = seed; result.length < length; index = (index * 31 + 7) % 9_973)
    result += `${WORDS[index % WORDS.length]} `;
  return result.slice(0, length).trimEnd();
}

interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
}
interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}
interface Review {
  readonly id: string;
  readonly body: string;
  readonly user: number;
  readonly product: number;
}

const users: readonly User[] = Array.from({ length: USERS + 100 }, (_, index) => ({
  id: `u${index}`,
  name: text(index, 40),
  username: `user_${index}`,
  birthday: 1_960 + index,
}));
const products: readonly Product[] = Array.from({ length: PRODUCTS }, (_, index) => ({
  upc: `p${index}`,
  name: text(index + 50, 240),
  price: 100 + ((index * 37) % 900),
  weight: 50 + ((index * 61) % 1_200),
}));
const reviews: readonly Review[] = [
  ...Array.from({ length: REVIEWS }, (_, index) => ({
    id: `r${index}`,
    body: text(index + 90, 500),
    user: (index * 5) % USERS,
    product: (index * 2) % FEATURED,
  })),
  ...Array.from({ length: PRODUCTS - FEATURED }, (_, index) => ({
    id: `l${index}`,
    body: text(index, 30),
    user: USERS + (index % 100),
    product: FEATURED + index,
  })),
];

const reviewsOfUser = Map.groupBy(reviews, ({ user }) => user);
const reviewsOfProduct = Map.groupBy(reviews, ({ product }) => product);
const indexOf = (id: string): number => Number(id.slice(1));
const user = (index: number) => users[index] ?? null;
const product = (index: number) => products[index] ?? null;

/** Resolvers of each subgraph. */
export const resolvers: Readonly<Record<ShopSubgraph, Record<string, Record<string, unknown>>>> = {
  accounts: {
    Query: {
      me: () => user(0),
      user: (_: unknown, { id }: { id: string }) => user(indexOf(id)),
      users: () => users.slice(0, USERS),
    },
    User: { __resolveReference: ({ id }: { id: string }) => user(indexOf(id)) },
  },
  inventory: {
    Product: {
      __resolveReference: (reference: Product) => reference,
      inStock: ({ upc }: Product) => indexOf(upc) % 3 !== 0,
      shippingEstimate: ({ price, weight }: Product) => (price > 1_000 ? 0 : Math.round(weight / 2)),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Product: { __resolveReference: ({ upc }: { upc: string }) => product(indexOf(upc)) },
  },
  reviews: {
    Query: { review: (_: unknown, { id }: { id: string }) => reviews.find((review) => review.id === id) ?? null },
    Review: {
      author: (review: Review) => ({ id: user(review.user)?.id, username: user(review.user)?.username }),
      product: (review: Review) => ({ upc: product(review.product)?.upc }),
    },
    User: {
      numberOfReviews: ({ id }: { id: string }) => reviewsOfUser.get(indexOf(id))?.length ?? 0,
      reviews: ({ id }: { id: string }) => reviewsOfUser.get(indexOf(id)) ?? [],
    },
    Product: { reviews: ({ upc }: { upc: string }) => reviewsOfProduct.get(indexOf(upc)) ?? [] },
  },
};
