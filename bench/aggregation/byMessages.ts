import { randomBytes } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { type MemberPart, type OrdersPart, type Parts, type ProductsPart, productsOf } from './reduceOverview.ts';

/** The question to all who know something of a customer, and the one for what is on their orders. */
export const CUSTOMER_OVERVIEW_QUERY = 'query.CustomerOverviewQuery';
export const PRODUCT_NAMES_QUERY = 'query.ProductNamesQuery';

/** What the broker answers in place of subscribers, where a subject has none. */
const NOBODY_LISTENS = 503;

/** What a unit answers. */
export interface PartMessage {
  readonly part: keyof Parts;
  readonly content: unknown;
}

interface Gathering {
  readonly wanted: readonly string[];
  readonly got: Map<string, unknown>;
  done(): void;
}

/**
 * Scatter-gather: one message to all, each unit answers its part, what has come by the deadline is put together. Names need the ids of what
 * was bought, so there is a second round; both share the deadline.
 * @param deadline of the whole answer, in ms
 */
export function byMessages(connection: NatsConnection, deadline: number): (memberId: string) => Promise<Parts> {
  const inbox = `_INBOX_operator.gather.${randomBytes(8).toString('hex')}`;
  const gatherings = new Map<string, Gathering>();
  let asked = 0;
  connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      const gathering = gatherings.get(message.subject.slice(inbox.length + 1));
      if (error !== null || gathering === undefined) return; // too late: it was answered without
      if (message.headers?.code === NOBODY_LISTENS) {
        gathering.done(); // nobody at all: there is nothing to wait for
        return;
      }
      const { part, content } = message.json<PartMessage>();
      gathering.got.set(part, content);
      if (gathering.wanted.every((each) => gathering.got.has(each))) gathering.done();
    },
  });
  const gather = async (
    subject: string,
    question: object,
    wanted: readonly (keyof Parts)[],
    until: number,
  ): Promise<ReadonlyMap<string, unknown>> => {
    asked += 1;
    const token = String(asked);
    const { promise, resolve } = Promise.withResolvers<void>();
    const got = new Map<string, unknown>();
    gatherings.set(token, { wanted, got, done: resolve });
    const timer = setTimeout(resolve, Math.max(0, until - performance.now()));
    connection.publish(subject, JSON.stringify(question), { reply: `${inbox}.${token}` });
    await promise;
    clearTimeout(timer);
    gatherings.delete(token);
    return got;
  };
  return async (memberId) => {
    const until = performance.now() + deadline;
    const first = await gather(CUSTOMER_OVERVIEW_QUERY, { memberId }, ['member', 'orders'], until);
    const orders = first.get('orders') as OrdersPart | undefined;
    const member = first.get('member') as MemberPart | null | undefined;
    if (orders === undefined) return { member, orders, products: undefined }; // nothing to name
    const productIds = productsOf(orders);
    const second = await gather(PRODUCT_NAMES_QUERY, { productIds }, ['products'], until);
    return { member, orders, products: second.get('products') as ProductsPart | undefined };
  };
}
