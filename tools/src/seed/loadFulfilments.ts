import { isOperationFailed } from '../client/OperationFailed.ts';
import { waitFor } from '../client/waitFor.ts';
import { countOf } from './countOf.ts';
import { forEachBounded } from './forEachBounded.ts';
import { planOrders } from './planOrders.ts';
import type { SeedPhase } from './SeedPhase.ts';
import { CONCURRENCY, persist, SEED_STAFF } from './SeedTarget.ts';

const STATUS = `query Status($id: ID!) { order(id: $id) { status } }`;
const FULFIL = `mutation Fulfil($id: ID!) { fulfilOrder(id: $id) { id } }`;
const PATIENCE = 60_000; // ms, of the whole phase: what is not paid by then stays for another time

/** Staff hands over the planned part of the orders, once they are paid. What is not paid in time is left out: the next loading hands it over. */
export const fulfilmentsPhase: SeedPhase = {
  name: 'fulfilments',
  needs: ['members', 'catalog', 'orders', 'payments'],
  after: ['orders'],
  async run({ target, orders, members, products, seed, orderIds, onDone, onWait }) {
    const url = target('orders');
    const held = () => countOf(url, 'orders(first: 1, status: FULFILLED)', SEED_STAFF);
    const planned = planOrders({ orders, members: members.length, seed, products }).filter(
      ({ fulfilled }) => fulfilled,
    );
    const before = await held();
    onWait('payments of the orders');
    const end = performance.now() + PATIENCE;
    let done = 0;
    let skipped = 0;
    await forEachBounded(planned, CONCURRENCY, async ({ idempotencyKey }) => {
      const id = orderIds.get(idempotencyKey);
      const status = id === undefined ? 'GONE' : await statusOf(url, id, end);
      if (id !== undefined && status === 'PAID') await fulfil(url, id);
      if (status === 'PLACED') skipped += 1;
      done += 1;
      onDone(done, planned.length);
    });
    const total = await held();
    return { total, created: total - before, skipped };
  },
};

/** Its status once its payment came out, one way or the other; what it is at `end`, if it has not by then. */
function statusOf(url: string, id: string, end: number): Promise<string> {
  const operation = { query: STATUS, variables: { id }, actor: SEED_STAFF };
  return waitFor(
    async () => {
      const { order } = await persist<{ order: { status: string } | null }>(url, operation);
      const status = order?.status ?? 'GONE';
      return status === 'PLACED' && performance.now() < end ? undefined : status;
    },
    { deadlineMs: 2 * PATIENCE, pauseMs: 100 },
  );
}

async function fulfil(url: string, id: string): Promise<void> {
  try {
    await persist(url, { query: FULFIL, variables: { id }, actor: SEED_STAFF });
  } catch (error) {
    if (!isOperationFailed(error, 'NOT_FULFILLABLE')) throw error; // cancelled meanwhile, or done in another try
  }
}
