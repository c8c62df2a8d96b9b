import { formatMoney, multiplyMoney, parseMoney, sumMoney, WellspringError } from '@wellspring/kit';
import type { EventData, ViewData } from '@wellspring/schema';
import type { WantedLine } from './checkPlaceOrder.ts';
import type { OrderDocument, OrderLineDocument } from './OrderDocument.ts';

/** What is known of a product when it is ordered: orders' copy. */
export type ProductCopy = Pick<ViewData<'catalog.ProductListing'>, 'id' | 'name' | 'price' | 'active'>;

/** Everything that placing an order depends on. */
export interface PlaceOrderFacts {
  readonly orderId: string;
  readonly memberId: string;
  /** Whether there is such a member. */
  readonly memberExists: boolean;
  /** Where the member lives, as far as is known. */
  readonly country: string | null;
  /** 1 or more; each product once. */
  readonly lines: readonly WantedLine[];
  /** Copies by product id; null: the catalog has no such product. */
  readonly products: ReadonlyMap<string, ProductCopy | null>;
  readonly now: Date;
}

/** A new order, and the fact to record. */
export interface PlacedOrder {
  readonly document: OrderDocument;
  readonly event: EventData<'orders.OrderPlaced'>;
}

/**
 * Places an order at today's prices.
 * @throws WellspringError MEMBER_UNKNOWN, PRODUCT_UNKNOWN and PRODUCT_RETIRED (naming every such product), CURRENCY_MIXED
 */
export function decidePlaceOrder(facts: PlaceOrderFacts): PlacedOrder {
  const { orderId, memberId, memberExists, country, now } = facts;
  if (!memberExists)
    throw new WellspringError('MEMBER_UNKNOWN', `Expected the acting member to exist, got none with id "${memberId}".`);
  assertOnSale(facts);

  const lines = facts.lines.map((wanted) => priceLine(wanted, facts.products.get(wanted.productId)));
  const [first, ...rest] = lines.map(({ unitPrice, quantity }) => multiplyMoney(unitPrice, quantity));
  if (first === undefined) throw new WellspringError('BAD_INPUT', 'Expected an order of at least one line, got none.');
  const total = sumMoney([first, ...rest]);

  return {
    document: {
      _id: orderId,
      memberId,
      status: 'PLACED',
      placedAt: now,
      cancelledAt: null,
      lines,
      total,
      shipToCountry: country,
    },
    event: {
      memberId,
      total: formatMoney(total),
      lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
    },
  };
}

function assertOnSale({ lines, products }: PlaceOrderFacts): void {
  const ids = lines.map(({ productId }) => productId);
  const unknown = ids.filter((id) => !products.get(id));
  if (unknown.length > 0) {
    throw new WellspringError('PRODUCT_UNKNOWN', `Expected products of the catalog, got ${list(unknown)}.`, {
      details: { productIds: unknown },
    });
  }
  const retired = ids.filter((id) => products.get(id)?.active !== true);
  if (retired.length > 0) {
    throw new WellspringError('PRODUCT_RETIRED', `Expected products on sale, got ${list(retired)}.`, {
      details: { productIds: retired },
    });
  }
}

function priceLine({ productId, quantity }: WantedLine, product: ProductCopy | null | undefined): OrderLineDocument {
  const { amount = null, currency = null } = product?.price ?? {};
  if (amount === null || currency === null) {
    throw new WellspringError(
      'INTERNAL',
      `The copy of product "${productId}" has no price; catalog publishes none without.`,
    );
  }
  return { productId, quantity, unitPrice: parseMoney({ amount, currency }) };
}

const list = (ids: readonly string[]): string => ids.map((id) => `"${id}"`).join(', ');
