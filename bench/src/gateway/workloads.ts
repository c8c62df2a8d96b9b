/** What is measured: one or more queries, sent one after another. */
export interface Workload {
  readonly name: 'deep' | 'small' | 'list' | 'mix';
  readonly queries: readonly string[];
}

/** The query of the well-known benchmark. */
const PRODUCT = 'inStock name price shippingEstimate upc weight';
const AUTHOR = `author { id username name reviews { id body product { ${PRODUCT} } } }`;
const DEEP = `query Deep {
  users { id username name reviews { id body product { ${PRODUCT} reviews { id body ${AUTHOR} } } } }
  topProducts { ${PRODUCT} reviews { id body ${AUTHOR} } }
}`;

const FIELDS = ['name', 'price', 'weight', 'inStock', 'shippingEstimate', 'reviews { id author { username name } }'];

/** Operations that have nothing in common: neither plans nor fetches can be shared. */
const DISTINCT = 200;
function distinct(index: number): string {
  const chosen = FIELDS.filter((_, bit) => ((index + 1) >> bit) % 2 === 1);
  return `query Mix${index} {
  user(id: "u${index % 100}") { id name reviews { id body product { upc ${chosen.join(' ')} } } }
  topProducts(first: ${3 + (index % 11)}) { upc ${chosen.join(' ')} }
}`;
}

export const WORKLOADS: readonly Workload[] = [
  { name: 'deep', queries: [DEEP] },
  { name: 'small', queries: ['query Small { topProducts(first: 3) { upc name price } }'] },
  {
    name: 'list',
    queries: ['query List { topProducts(first: 1000) { upc name inStock shippingEstimate reviews { id } } }'],
  },
  { name: 'mix', queries: Array.from({ length: DISTINCT }, (_, index) => distinct(index)) },
];
