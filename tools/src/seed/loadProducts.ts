import { isOperationFailed } from '../client/OperationFailed.ts';
import { forEachBounded } from './forEachBounded.ts';
import type { PlannedProduct } from './planProducts.ts';
import { readPages } from './readPages.ts';
import { CONCURRENCY, persist, SEED_STAFF, type SeedTarget } from './SeedTarget.ts';

const ADD = `mutation AddProduct($input: AddProductInput!) { addProduct(input: $input) { id } }`;
const FIND = `query FindProduct($sku: String!) { productBySku(sku: $sku) { id } }`;
const PAGE = `query Products($after: String) {
  products(includeRetired: true, first: 100, after: $after) { edges { node { id sku } } pageInfo { hasNextPage endCursor } }
}`;

/**
 * Adds the planned products that the catalog does not have yet, as staff.
 * @returns the ids of products by sku
 */
export async function loadProducts(
  target: SeedTarget,
  planned: readonly PlannedProduct[],
  onDone: (done: number) => void,
): Promise<ReadonlyMap<string, string>> {
  const url = target.catalog;
  const ids = new Map<string, string>();
  for (const { id, sku } of await readPages<{ id: string; sku: string }>(url, PAGE, 'products')) ids.set(sku, id);
  const missing = planned.filter(({ sku }) => !ids.has(sku));
  let done = planned.length - missing.length;
  onDone(done);
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
      const { productBySku } = await persist<{ productBySku: { id: string } | null }>(url, { query: FIND, variables });
      if (productBySku === null) throw error;
      ids.set(input.sku, productBySku.id);
    }
    done += 1;
    onDone(done);
  });
  return ids;
}
