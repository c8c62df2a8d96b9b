import { isOperationFailed } from '../client/OperationFailed.ts';
import { waitFor } from '../client/waitFor.ts';
import { countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { planOrders } from './planOrders.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist, SEED_STAFF } from './SeedTarget.ts';

const STATUS = `query Status($id: ID!) { order(id: $id) { status } }`;
const FULFIL = `mutation Fulfil($id: ID!) { fulfilOrder(id: $id) { id } }`;
const PATIENCE = 60_000; // ms; what was ordered is paid, or declined, one after another

/** Staff hands over the planned part of the orders, once they are paid. */
export const fulfilmentsPhase: SeedPhase = {
  name: 'fulfilments',
  needs: ['members', 'catalog', 'orders', 'payments'],
  async run({ target, orders, members, products, seed, orderIds, onDone }) {
    const url = target('orders');
    const held = () => countOf(url, 'orders(first: 1, status: FULFILLED)', SEED_STAFF);
    const planned = planOrders({ orders, members: members.length, seed, products }).filter(
      ({ fulfilled }) => fulfilled,
    );
    const before = await held();
    let done = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ idempotencyKey }) => {
      const id = orderIds.get(idempotencyKey);
      if (id !== undefined && (await statusOf(url, id)) === 'PAID') await fulfil(url, id);
      done += 1;
      onDone(done, planned.length);
    });
    const total = await held();
    return { total, created: total - before };
  },
};

/** Its status once its payment came out, one way or the other. */
function statusOf(url: string, id: string): Promise<string> {
  const operation = { query: STATUS, variables: { id }, actor: SEED_STAFF };
  return waitFor(
    async () => {
      const { order } = await persist<{ order: { status: string } | null }>(url, operation);
      return order?.status === 'PLACED' ? undefined : (order?.status ?? 'GONE');
    },
    { deadlineMs: PATIENCE },
  );
}

async function fulfil(url: string, id: string): Promise<void> {
  try {
    await persist(url, { query: FULFIL, variables: { id }, actor: SEED_STAFF });
  } catch (error) {
    if (!isOperationFailed(error, 'NOT_FULFILLABLE')) throw error; // cancelled meanwhile, or done in another try
  }
}
