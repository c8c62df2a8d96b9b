import { isOperationFailed } from '../client/OperationFailed.ts';
import { assertHeld, countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { readPages } from './readPages.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist, SEED_STAFF } from './SeedTarget.ts';

const ADD = `mutation AddProduct($input: AddProductInput!) { addProduct(input: $input) { id } }`;
const FIND = `query FindProduct($sku: String!) { productBySku(sku: $sku) { id } }`;
const PAGE = `query Products($after: String) {
  products(includeRetired: true, first: 100, after: $after) { edges { node { id sku } } pageInfo { hasNextPage endCursor } }
}`;

const COUNT = 'products(first: 1, includeRetired: true)';

/** The planned products that the catalog does not have yet, added by staff. */
export const productsPhase: SeedPhase = {
  name: 'products',
  needs: ['catalog'],
  after: [],
  async run({ target, products: planned, productIds: ids, onDone }) {
    const url = target('catalog');
    for (const { id, sku } of await readPages<{ id: string; sku: string }>(url, PAGE, 'products')) ids.set(sku, id);
    const before = ids.size;
    const missing = planned.filter(({ sku }) => !ids.has(sku));
    let done = planned.length - missing.length;
    onDone(done, planned.length);
    await forEachBounded(missing, CONCURRENCY, async (input) => {
      try {
        const { addProduct } = await persist<{ addProduct: { id: string } }>(url, {
          query: ADD,
          variables: { input },
          actor: SEED_STAFF,
        });
        ids.set(input.sku, addProduct.id);
      } catch (error) {
        if (!isOperationFailed(error, 'SKU_TAKEN')) throw error;
        const variables = { sku: input.sku };
        const { productBySku } = await persist<{ productBySku: { id: string } | null }>(url, {
          query: FIND,
          variables,
        });
        if (productBySku === null) throw error;
        ids.set(input.sku, productBySku.id);
      }
      done += 1;
      onDone(done, planned.length);
    });
    const total = await countOf(url, COUNT);
    assertHeld('products', total, planned.length);
    return { total, created: total - before };
  },
};
