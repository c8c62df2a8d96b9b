import type { Answer } from '../client/sendOperation.ts';
import { sendOperation } from '../client/sendOperation.ts';

/** Everything of orders, with names and prices that belong to members and to catalog. */
export const DEMO_QUERY = `{
  orders(first: 10) {
    edges { node { id member { displayName } lines { quantity product { name price { amount currency } } } } }
  }
}`;

export interface DemoOrder {
  readonly id: string;
  readonly member: { readonly displayName: string | null } | null;
  readonly lines: readonly DemoLine[] | null;
}

export interface DemoLine {
  readonly quantity: number;
  readonly product: {
    readonly name: string | null;
    readonly price: { readonly amount: string | null; readonly currency: string | null } | null;
  } | null;
}

export interface Traced<Data> extends Answer<Data> {
  /** The subgraphs that were asked, in the order in which they answered; undefined where the gateway does not tell. */
  readonly fetches: readonly string[] | undefined;
  /** How fresh the copies were that the answer was made from, as the gateway tells it. */
  readonly freshness: readonly { readonly subgraph: string; readonly view: string; readonly lagMs: number }[];
  readonly ms: number;
}

/** Sends a query and asks the gateway to tell what it fetched. */
export async function trace<Data>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Traced<Data>> {
  const start = performance.now();
  const answer = await sendOperation<Data>(url, { query, variables, headers: { 'x-wellspring-trace': 'fetches' } });
  const ms = performance.now() - start;
  const { fetches, freshness } = answer.extensions as Partial<{
    fetches: readonly { readonly service: string }[];
    freshness: Traced<Data>['freshness'];
  }>;
  return { ...answer, fetches: fetches?.map(({ service }) => service), freshness: freshness ?? [], ms };
}

/** Sends the demo query. */
export const askDemoQuery = (url: string) =>
  trace<{ orders: { edges: readonly { node: DemoOrder }[] } | null }>(url, DEMO_QUERY);

/** The paths of everything that is missing in the orders; none when they are whole. */
export function missingIn(orders: readonly DemoOrder[]): string[] {
  const missing: string[] = [];
  for (const { id, member, lines } of orders) {
    if (!member?.displayName) missing.push(`${id}.member.displayName`);
    if (!lines?.length) missing.push(`${id}.lines`);
    lines?.forEach(({ product }, index) => {
      if (!product?.name) missing.push(`${id}.lines[${index}].product.name`);
      if (!product?.price?.amount || !product.price.currency) missing.push(`${id}.lines[${index}].product.price`);
    });
  }
  return missing;
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
