import { isOperationFailed } from '../client/OperationFailed.ts';
import { assertHeld, countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { memberIdOf } from './memberIdOf.ts';
import { planOrders } from './planOrders.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist, SEED_STAFF } from './SeedTarget.ts';

const PLACE = `mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { id status } }`;
const CANCEL = `mutation Cancel($id: ID!) { cancelOrder(id: $id) { id } }`;

/** The planned orders, each placed by its member; those that are to be cancelled are. */
export const ordersPhase: SeedPhase = {
  name: 'orders',
  needs: ['members', 'catalog', 'orders'],
  after: ['products', 'members', 'subscriptions'],
  async run({ target, orders, members, products, seed, memberIds, productIds, orderIds, onDone }) {
    const url = target('orders');
    const planned = planOrders({ orders, members: members.length, seed, products });
    const before = await countOf(url, 'orders(first: 1)', SEED_STAFF);
    const ids = new Set<string>();
    let skipped = 0;
    let done = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ member, lines, idempotencyKey, cancelled }) => {
      const actor = memberIdOf(member, members, memberIds);
      const input = {
        idempotencyKey,
        lines: lines.map(({ sku, quantity }) => ({ productId: idOf(productIds, sku, 'product'), quantity })),
      };
      const order = await place(url, actor, input);
      if (order === null) skipped += 1;
      else {
        ids.add(order.id);
        orderIds.set(idempotencyKey, order.id);
        if (cancelled && (order.status === 'PLACED' || order.status === 'PAID')) await cancel(url, actor, order.id);
      }
      done += 1;
      onDone(done, planned.length);
    });
    const total = await countOf(url, 'orders(first: 1)', SEED_STAFF);
    assertHeld('orders', total, orders - skipped);
    assertHeld('different orders of this plan', ids.size, orders - skipped);
    return { total, created: total - before, skipped };
  },
};

async function place(url: string, actor: string, input: object): Promise<{ id: string; status: string } | null> {
  try {
    const operation = { query: PLACE, variables: { input }, actor };
    // The orders unit may not have heard yet of a member or a product that was added a moment ago.
    const answer = await persist<{ placeOrder: { id: string; status: string } }>(
      url,
      operation,
      'MEMBER_UNKNOWN',
      'PRODUCT_UNKNOWN',
    );
    return answer.placeOrder;
  } catch (error) {
    if (isOperationFailed(error, 'PRODUCT_RETIRED')) return null;
    throw error;
  }
}

async function cancel(url: string, actor: string, id: string): Promise<void> {
  try {
    await persist(url, { query: CANCEL, variables: { id }, actor });
  } catch (error) {
    if (!isOperationFailed(error, 'NOT_CANCELLABLE')) throw error; // declined meanwhile, or handed over: then that stands
  }
}

function idOf(ids: ReadonlyMap<string, string>, key: string | undefined, what: string): string {
  const id = key === undefined ? undefined : ids.get(key);
  if (id === undefined) throw new Error(`Expected the id of ${what} ${key}, loaded before the orders; there is none.`);
  return id;
}
