/** Subgraphs that may cost a place its value. */
type Costs = Readonly<Record<string, readonly string[]>>;

/** An operation of the load, and by place (indexes of lists left out) whose outage may cost it. Other places may never be lost. */
export interface OutageOperation {
  readonly query: string;
  readonly costs: Costs;
}

export const OPERATIONS: readonly OutageOperation[] = [
  {
    query:
      'query Shop { me { id username name } topProducts(first: 4) { upc name price inStock shippingEstimate reviews { id body } } }',
    costs: {
      me: ['accounts'],
      topProducts: ['products'],
      'topProducts.inStock': ['inventory'],
      'topProducts.shippingEstimate': ['inventory'],
      'topProducts.reviews': ['reviews'],
    },
  },
  {
    query:
      'query Review { review(id: "r1") { id body author { id username name } product { upc name price inStock } } }',
    costs: {
      review: ['reviews'],
      'review.author.name': ['accounts'],
      'review.product.name': ['products'],
      'review.product.price': ['products'],
      'review.product.inStock': ['inventory'],
    },
  },
  {
    query: 'query Users { users { id name numberOfReviews reviews { id product { upc name } } } }',
    costs: {
      users: ['accounts'],
      'users.numberOfReviews': ['reviews'],
      'users.reviews': ['reviews'],
      'users.reviews.product.name': ['products'],
    },
  },
];
