import { fnv1a, mulberry32, type Random } from '@wellspring/kit/random';
import { pick, weighted } from './pick.ts';
import type { ProductKind } from './readCatalog.ts';

export interface PlannedOrder {
  /** Index of the member who orders. */
  readonly member: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Makes loading repeatable: the same plan has the same keys. */
  readonly idempotencyKey: string;
  /** The member thinks better of it. */
  readonly cancelled: boolean;
  /** Staff hands it over, once it is paid. */
  readonly fulfilled: boolean;
}

export interface OrderPlan {
  readonly orders: number;
  readonly members: number;
  readonly seed: number;
  readonly products: readonly { readonly sku: string; readonly kind: ProductKind }[];
}

/** How members buy: most once or twice, some now and then, a few all the time, one in ten never. Shares in percent. */
const HABITS = [
  { upTo: 10, weight: 0 },
  { upTo: 50, weight: 1 },
  { upTo: 85, weight: 4 },
  { upTo: 100, weight: 20 },
];

/** A course or a book draws more buyers than one of hundreds of standards. */
const DRAW: Readonly<Record<ProductKind, number>> = { STANDARD: 1, COURSE: 3, BOOK: 2, EVENT: 2 };

/**
 * Makes `orders` orders up. Order i depends on the seed, the number of members, the products and i: a larger number of
 * orders only adds some. What is bought follows Zipf's law: the k-th most popular product is bought 1/k^0.9 as often
 * as the first (https://en.wikipedia.org/wiki/Zipf%27s_law), so a few products are in many orders.
 */
export function planOrders({ orders, members, seed, products }: OrderPlan): PlannedOrder[] {
  if (orders === 0) return [];
  const chooseMember = weighted(
    Array.from({ length: members }, (_, index) => index),
    (index) => habitOf(index, members, seed),
  );
  const chooseProduct = weighted(rank(products, seed), (_, index) => 1 / (index + 1) ** 0.9);
  return Array.from({ length: orders }, (_, index) => {
    const random = mulberry32(fnv1a(`order ${seed} ${index}`));
    const member = chooseMember(random);
    const skus = new Set<string>();
    for (let lines = lineCount(random); lines > 0; lines -= 1) skus.add(chooseProduct(random).sku);
    const bought = [...skus].map((sku) => ({ sku, quantity: quantity(random) }));
    const cancelled = random() < 0.03;
    return {
      member,
      lines: bought,
      idempotencyKey: `seed-${seed}-members-${members}-order-${index + 1}`,
      cancelled,
      fulfilled: !cancelled && random() < 0.3,
    };
  });
}

/** The share of orders that falls to a member. Among fewer than ten everybody buys alike: chance could make them all abstain. */
function habitOf(index: number, members: number, seed: number): number {
  if (members < 10) return 1;
  const share = fnv1a(`habit ${seed} ${index}`) % 100;
  return HABITS.find(({ upTo }) => share < upTo)?.weight ?? 0;
}

/** Products from the most to the least popular: by chance, weighted by what they are (Efraimidis and Spirakis, 2006). */
function rank(products: OrderPlan['products'], seed: number): OrderPlan['products'] {
  return products
    .map((product) => ({
      product,
      key: mulberry32(fnv1a(`rank ${seed} ${product.sku}`))() ** (1 / DRAW[product.kind]),
    }))
    .sort((a, b) => b.key - a.key)
    .map(({ product }) => product);
}

/** One to four lines, mostly one or two. */
function lineCount(random: Random): number {
  return pick([1, 1, 1, 1, 2, 2, 2, 3, 3, 4], random);
}

/** Mostly one; now and then a few for colleagues; seldom a whole crew. */
function quantity(random: Random): number {
  const chance = random();
  if (chance < 0.85) return 1;
  return chance < 0.98 ? 2 + Math.floor(random() * 4) : 10 + Math.floor(random() * 16);
}
