import { formatMoney, type Money, parseMoney, WellspringError, type WireMoney } from '@wellspring/kit';
import { PAGE } from './overviewQuery.ts';

/** What members answers of a customer. */
export interface MemberPart {
  readonly displayName: string | null;
  readonly handle: string | null;
  readonly avatarUrl: string | null;
}

/** An order, as orders tells of it. */
export interface SourceOrder {
  readonly id: string;
  readonly status: string;
  readonly placedAt: string;
  readonly total: WireMoney;
  readonly lines: readonly { readonly quantity: number; readonly unitPrice: WireMoney; readonly productId: string }[];
}

/** What orders answers of a customer: the first page, and what all of them come to. */
export interface OrdersPart {
  readonly page: readonly SourceOrder[];
  readonly totals: readonly {
    readonly currency: string;
    readonly orderCount: number;
    readonly ordered: WireMoney;
    readonly paid: WireMoney;
  }[];
  readonly orderCounts: readonly { readonly status: string; readonly count: number }[];
}

/** What catalog answers: names by product id. */
export type ProductsPart = Readonly<Record<string, string>>;

/** A part that did not come: undefined. */
export interface Parts {
  readonly member: MemberPart | null | undefined;
  readonly orders: OrdersPart | undefined;
  readonly products: ProductsPart | undefined;
}

const STATUSES = ['PLACED', 'PAID', 'FULFILLED', 'CANCELLED'];

/** Reduces a customer's orders, in any order, to their part. */
export function reduceOrders(orders: readonly SourceOrder[]): OrdersPart {
  const newestFirst = orders.toSorted((a, b) => compare(b.placedAt, a.placedAt) || compare(b.id, a.id));
  const totals = new Map<string, { orderCount: number; ordered: number; paid: number }>();
  const counts = new Map<string, number>();
  for (const { status, total } of orders) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
    if (status === 'CANCELLED') continue;
    const { minor, currency }: Money = parseMoney(total);
    const sum = totals.get(currency) ?? { orderCount: 0, ordered: 0, paid: 0 };
    const paid = status === 'PLACED' ? 0 : minor;
    totals.set(currency, {
      orderCount: sum.orderCount + 1,
      ordered: sum.ordered + minor,
      paid: sum.paid + paid,
    });
  }
  return {
    page: newestFirst.slice(0, PAGE),
    totals: [...totals]
      .sort(([a], [b]) => compare(a, b))
      .map(([currency, { orderCount, ordered, paid }]) => ({
        currency,
        orderCount,
        ordered: formatMoney({ minor: ordered, currency }),
        paid: formatMoney({ minor: paid, currency }),
      })),
    orderCounts: STATUSES.flatMap((status) => {
      const count = counts.get(status);
      return count === undefined ? [] : [{ status, count }];
    }),
  };
}

/** The products whose names an overview shows, each once. */
export function productsOf({ page }: OrdersPart): string[] {
  return [...new Set(page.flatMap(({ lines }) => lines.map(({ productId }) => productId)))];
}

/** Puts the parts together, as the schema's CustomerOverview resolves from them. What a missing part would hold is an error, which GraphQL makes null. */
export function reduceOverview(memberId: string, { member, orders, products }: Parts): object {
  const missing = (unit: string): Error =>
    new WellspringError('REPLICA_UNAVAILABLE', `${unit} did not answer its part in time.`, { details: { unit } });
  const product = (id: string) => ({ id, name: products === undefined ? missing('catalog') : (products[id] ?? null) });
  return {
    id: memberId,
    member: member === undefined ? missing('members') : { id: memberId, ...member },
    purchases:
      orders === undefined
        ? missing('orders')
        : {
            edges: orders.page.map(({ lines, ...order }) => ({
              node: {
                ...order,
                lines: lines.map(({ productId, ...line }) => ({ ...line, product: product(productId) })),
              },
            })),
          },
    totals: orders === undefined ? missing('orders') : orders.totals,
    orderCounts: orders === undefined ? missing('orders') : orders.orderCounts,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
