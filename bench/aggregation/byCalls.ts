import { Agent } from 'node:http';
import { post } from '../src/post.ts';
import {
  type MemberPart,
  type Parts,
  type ProductsPart,
  productsOf,
  reduceOrders,
  type SourceOrder,
} from './reduceOverview.ts';

/** Where the other units answer. */
export interface UnitUrls {
  readonly members: string;
  readonly orders: string;
  readonly catalog: string;
}

const MEMBER = 'query ($id: ID!) { member(id: $id) { displayName handle avatarUrl } }';
const ORDERS = `query ($of: [_Any!]!, $after: String) { _entities(representations: $of) { ... on Member {
  orders(first: 100, after: $after) {
    edges { node { id status placedAt total { amount currency } lines { quantity unitPrice { amount currency } product { id } } } }
    pageInfo { hasNextPage endCursor }
  } } } }`;
const PRODUCTS = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { id name } } }';

interface OrdersPage {
  readonly edges: readonly { readonly node: Listed }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
type Listed = Omit<SourceOrder, 'lines'> & {
  readonly lines: readonly (Omit<SourceOrder['lines'][number], 'productId'> & {
    readonly product: { readonly id: string };
  })[];
};

/** Asks the other units while the caller waits: members and orders side by side, then catalog for the names. */
export function byCalls(urls: UnitUrls, actor: string): (memberId: string) => Promise<Parts> {
  const agent = new Agent({ keepAlive: true });
  const ask = async <Data>(url: string, query: string, variables: object): Promise<Data | undefined> => {
    try {
      const body = Buffer.from(JSON.stringify({ query, variables }));
      const answer = await post(agent, url, body, { 'x-wellspring-actor': actor });
      const { data, errors } = JSON.parse(answer.body.toString()) as { data?: Data; errors?: unknown };
      return answer.status === 200 && errors === undefined ? data : undefined;
    } catch {
      return undefined; // the unit is down: its part is missing
    }
  };
  /** All of them: orders has no sums to offer, so they are made here. */
  const allOrders = async (memberId: string): Promise<SourceOrder[] | undefined> => {
    const all: SourceOrder[] = [];
    for (let after: string | null = null; ; ) {
      const data: { _entities: [{ orders: OrdersPage } | null] } | undefined = await ask(urls.orders, ORDERS, {
        of: [{ __typename: 'Member', id: memberId }],
        after,
      });
      const page: OrdersPage | undefined = data?._entities[0]?.orders;
      if (page === undefined) return undefined;
      for (const { node } of page.edges)
        all.push({ ...node, lines: node.lines.map(({ product, ...line }) => ({ ...line, productId: product.id })) });
      if (!page.pageInfo.hasNextPage) return all;
      after = page.pageInfo.endCursor;
    }
  };
  return async (memberId) => {
    const [member, listed] = await Promise.all([
      ask<{ member: MemberPart | null }>(urls.members, MEMBER, { id: memberId }),
      allOrders(memberId),
    ]);
    const orders = listed === undefined ? undefined : reduceOrders(listed);
    const wanted = orders === undefined ? [] : productsOf(orders);
    const of = wanted.map((id) => ({ __typename: 'Product', id }));
    const named = await ask<{ _entities: readonly ({ id: string; name: string } | null)[] }>(urls.catalog, PRODUCTS, {
      of,
    });
    const products: ProductsPart | undefined =
      named && Object.fromEntries(named._entities.flatMap((each) => (each === null ? [] : [[each.id, each.name]])));
    return { member: member?.member, orders, products };
  };
}
