import { isOperationFailed } from '../client/OperationFailed.ts';
import { forEachBounded } from './forEachBounded.ts';
import type { PlannedMember } from './planMembers.ts';
import type { PlannedOrder } from './planOrders.ts';
import { CONCURRENCY, persist, type SeedTarget } from './SeedTarget.ts';

export interface LoadedOrders {
  /** Ids of the orders that the platform holds now, as answered. */
  readonly ids: ReadonlySet<string>;
  /** Orders that could not be placed, because a product was taken off sale since. */
  readonly skipped: number;
}

const PLACE = `mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { id status } }`;
const CANCEL = `mutation Cancel($id: ID!) { cancelOrder(id: $id) { id } }`;

/** Places the planned orders, each as its member, and cancels those that are to be cancelled. */
export async function loadOrders(
  target: SeedTarget,
  planned: readonly PlannedOrder[],
  members: readonly PlannedMember[],
  memberIds: ReadonlyMap<string, string>,
  productIds: ReadonlyMap<string, string>,
  onDone: (done: number) => void,
): Promise<LoadedOrders> {
  const ids = new Set<string>();
  let skipped = 0;
  let done = 0;
  await forEachBounded(planned, CONCURRENCY, async ({ member, lines, idempotencyKey, cancelled }) => {
    const actor = idOf(memberIds, members[member]?.input.handle, 'member');
    const input = {
      idempotencyKey,
      lines: lines.map(({ sku, quantity }) => ({ productId: idOf(productIds, sku, 'product'), quantity })),
    };
    const order = await place(target.orders, actor, input);
    if (order === null) skipped += 1;
    else {
      ids.add(order.id);
      if (cancelled && order.status === 'PLACED') await cancel(target.orders, actor, order.id);
    }
    done += 1;
    onDone(done);
  });
  return { ids, skipped };
}

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
    if (!isOperationFailed(error, 'NOT_CANCELLABLE')) throw error; // paid meanwhile: then it stands
  }
}

function idOf(ids: ReadonlyMap<string, string>, key: string | undefined, what: string): string {
  const id = key === undefined ? undefined : ids.get(key);
  if (id === undefined) throw new Error(`Expected the id of ${what} ${key}, loaded before the orders; there is none.`);
  return id;
}
