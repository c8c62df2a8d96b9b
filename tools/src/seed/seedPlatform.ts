import { isOperationFailed, OperationFailed } from '../client/OperationFailed.ts';
import { requireData } from '../client/sendOperation.ts';
import { waitFor } from '../client/waitFor.ts';
import { loadMembers } from './loadMembers.ts';
import { loadOrders } from './loadOrders.ts';
import { loadProducts } from './loadProducts.ts';
import { planMembers } from './planMembers.ts';
import { planOrders } from './planOrders.ts';
import { planProducts } from './planProducts.ts';
import { readCatalog } from './readCatalog.ts';
import type { SeedTarget } from './SeedTarget.ts';

export type SeedPhase = 'products' | 'members' | 'orders';

export interface SeedOptions {
  /** The gateway's GraphQL address, or one address a unit. */
  readonly endpoint: string | SeedTarget;
  /** Default 200. */
  readonly members?: number;
  /** Default 1_000. */
  readonly orders?: number;
  /** Another seed makes other members and orders up. Default 1. */
  readonly seed?: number;
  /** How long to wait for the endpoint to answer for all three units. Default 60_000 ms. */
  readonly waitMs?: number;
  /** Called after every item of a phase. */
  readonly onProgress?: (phase: SeedPhase, done: number, total: number) => void;
}

/** What the platform holds now, as it answered itself, and how much more that is than before. */
export interface SeedReport {
  readonly products: { readonly total: number; readonly created: number };
  readonly members: { readonly total: number; readonly created: number };
  readonly orders: { readonly total: number; readonly created: number; readonly skipped: number };
  readonly seconds: number;
}

interface Totals {
  readonly products: number;
  readonly members: number;
  readonly orders: number;
}

/**
 * Fills a platform with the sample data, through the units' own mutations. Can be broken off and repeated: what is there
 * is left alone.
 * @throws OperationFailed `UNREACHABLE` when the endpoint does not answer for all units within `waitMs`; with the unit's
 *   code when it refuses something
 * @throws Error when the platform holds fewer items at the end than were loaded
 */
export async function seedPlatform(options: SeedOptions): Promise<SeedReport> {
  const { endpoint, members = 200, orders = 1_000, seed = 1, waitMs = 60_000, onProgress = () => {} } = options;
  const target = typeof endpoint === 'string' ? { members: endpoint, catalog: endpoint, orders: endpoint } : endpoint;
  const plannedProducts = planProducts(readCatalog());
  const plannedMembers = planMembers(members, seed);
  const plannedOrders = planOrders({ orders, members, seed, products: plannedProducts });

  const before = await waitForTotals(target, waitMs);
  const start = performance.now();
  const progress = (phase: SeedPhase, total: number) => (done: number) => onProgress(phase, done, total);
  const productIds = await loadProducts(target, plannedProducts, progress('products', plannedProducts.length));
  const memberIds = await loadMembers(target, plannedMembers, progress('members', members));
  const placed = await loadOrders(
    target,
    plannedOrders,
    plannedMembers,
    memberIds,
    productIds,
    progress('orders', orders),
  );
  const seconds = (performance.now() - start) / 1_000;

  const after = await readTotals(target);
  assertHeld('products', after.products, plannedProducts.length);
  assertHeld('members', after.members, members);
  assertHeld('orders', after.orders, orders - placed.skipped);
  assertHeld('different orders of this plan', placed.ids.size, orders - placed.skipped);
  return {
    products: { total: after.products, created: after.products - before.products },
    members: { total: after.members, created: after.members - before.members },
    orders: { total: after.orders, created: after.orders - before.orders, skipped: placed.skipped },
    seconds,
  };
}

async function waitForTotals(target: SeedTarget, waitMs: number): Promise<Totals> {
  return waitFor(() => readTotals(target), {
    deadlineMs: waitMs,
    pauseMs: 100,
    isTransient: (error) => isOperationFailed(error),
    timedOut: (error) => {
      const { message, url } = error as OperationFailed;
      return new OperationFailed(
        'UNREACHABLE',
        `The platform did not answer for all units within ${waitMs / 1_000} s. ${message}`,
        url,
        error,
      );
    },
  });
}

async function readTotals(target: SeedTarget): Promise<Totals> {
  const count = async (url: string, field: string): Promise<number> => {
    const query = `query Count { ${field} { totalCount } }`;
    const data = await requireData<Record<string, { totalCount: number | null } | null>>(url, { query });
    const total = data[field.split('(')[0] ?? '']?.totalCount;
    if (typeof total !== 'number')
      throw new OperationFailed('UNREACHABLE', `${url} does not tell how many ${field} it has.`, url);
    return total;
  };
  const [products, members, orders] = await Promise.all([
    count(target.catalog, 'products(first: 1, includeRetired: true)'),
    count(target.members, 'members(first: 1)'),
    count(target.orders, 'orders(first: 1)'),
  ]);
  return { products, members, orders };
}

function assertHeld(what: string, got: number, expected: number): void {
  if (got < expected)
    throw new Error(`Expected the platform to hold at least ${expected} ${what} after loading; it tells of ${got}.`);
}
