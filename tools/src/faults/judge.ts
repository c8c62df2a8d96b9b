import { formatMoney, type Money } from '@wellspring/kit';
import { followChain, type Link } from './followChain.ts';
import type { ArchivedFact, OwnedDocument } from './Inspector.ts';
import type { Ledger } from './Ledger.ts';

/** What owners, streams and replicas hold after healing. */
export interface Remains {
  readonly products: readonly OwnedDocument[];
  readonly members: readonly OwnedDocument[];
  readonly orders: readonly OwnedDocument[];
  /** Archived events of all units. */
  readonly events: readonly ArchivedFact[];
  /** What archives and streams say of each other. */
  readonly eventFaults: { readonly lost: readonly string[]; readonly twice: readonly string[] };
  readonly divergence: readonly string[];
}

/** What is wrong, in words; all empty when every promise was kept. */
export interface Verdict {
  /** Acknowledged and not there, or without its event. */
  readonly lost: readonly string[];
  /** Seen by a reader who had seen something newer, or seen and never true. */
  readonly regressed: readonly string[];
  readonly diverged: readonly string[];
  /** In effect more than once. */
  readonly twice: readonly string[];
}

/** Compares what clients were told and saw with what remains. Pure. */
export function judge(ledger: Ledger, remains: Remains): Verdict {
  const lost = [...remains.eventFaults.lost];
  const twice = [...remains.eventFaults.twice];
  const regressed: string[] = [];
  const eventsOf = (type: string): Map<string, ArchivedFact[]> =>
    Map.groupBy(
      remains.events.filter((event) => event.type === type),
      ({ entityId }) => entityId,
    );
  const once = (what: string, count: number): void => {
    if (count === 0) lost.push(`${what} has no event`);
    if (count > 1) twice.push(`${what} has ${count} events`);
  };

  const histories = new Map<string, readonly string[]>();
  const follow = (product: OwnedDocument, field: 'name' | 'price', first: string, links: Link[], now: string): void => {
    const what = `${field} of product ${product._id}`;
    const { values, loose } = followChain(first, links);
    histories.set(`${product._id} ${field}`, values);
    for (const { previous, next } of loose) {
      if (values.includes(next)) twice.push(`${what}: "${next}" was set twice`);
      else lost.push(`${what}: "${next}" follows "${previous}", which no event tells of`);
    }
    if (values.at(-1) !== now) lost.push(`${what} is "${now}", its events end at "${values.at(-1)}"`);
    const acknowledged = (field === 'name' ? ledger.names : ledger.prices).get(product._id) ?? [];
    for (const value of acknowledged)
      if (!values.includes(value)) lost.push(`${what}: "${value}" was acknowledged and never was`);
  };
  const [renames, reprices] = [eventsOf('ProductRenamed'), eventsOf('ProductRepriced')];
  const byId = new Map(remains.products.map((product) => [product._id, product]));
  for (const id of ledger.names.keys()) {
    const product = byId.get(id);
    if (product === undefined) {
      lost.push(`product ${id} was acknowledged and is not there`);
      continue;
    }
    const named = (renames.get(id) ?? []).map(({ data }) => link(data.previous, data.name));
    follow(product, 'name', FIRST_NAME, named, String(product.name));
    const priced = (reprices.get(id) ?? []).map(({ data }) => link(amountOf(data.previous), amountOf(data.price)));
    follow(product, 'price', FIRST_PRICE, priced, formatMoney(product.price as Money).amount);
  }

  for (const { reader, productId, field, values } of ledger.sightings.values()) {
    const history = histories.get(`${productId} ${field}`) ?? [];
    let newest = -1;
    for (const value of values) {
      const place = history.indexOf(value);
      const what = `${reader} saw ${field} "${value}" of product ${productId}`;
      if (place === -1) regressed.push(`${what}, which never was`);
      else if (place < newest) regressed.push(`${what} after "${history[newest]}"`);
      newest = Math.max(newest, place);
    }
  }

  const members = new Map(remains.members.map((member) => [member._id, member]));
  const [updates, joins, leaves] = [eventsOf('ProfileUpdated'), eventsOf('MemberJoined'), eventsOf('MemberLeft')];
  for (const [id, { attempts, acknowledged, name, unknown }] of ledger.profiles) {
    const now = String(members.get(id)?.displayName);
    if (now !== name && !unknown.has(now))
      lost.push(`member ${id} is called "${now}"; "${name}" was acknowledged last`);
    const told = updates.get(id)?.length ?? 0;
    if (told < acknowledged)
      lost.push(`${acknowledged} profile updates of ${id} were acknowledged, ${told} have events`);
    if (told > attempts) twice.push(`${attempts} profile updates of ${id} were sent, ${told} have events`);
  }
  for (const id of ledger.joined) {
    const isLive = members.get(id)?._stamp.live === true;
    if (!ledger.leaving.has(id)) {
      if (!isLive) lost.push(`member ${id} joined and is not there`);
      once(`the joining of ${id}`, joins.get(id)?.length ?? 0);
    } else if (isLive && ledger.leaving.get(id) === true) lost.push(`member ${id} left and is still there`);
    const left = leaves.get(id)?.length ?? 0;
    if (left > 1) twice.push(`member ${id} left ${left} times`);
  }

  const orders = new Map(remains.orders.map((order) => [order._id, order]));
  const [placings, cancellings] = [eventsOf('OrderPlaced'), eventsOf('OrderCancelled')];
  for (const id of ledger.placed) if (!orders.has(id)) lost.push(`order ${id} was placed and is not there`);
  for (const [id, order] of orders) {
    once(`the placing of order ${id}`, placings.get(id)?.length ?? 0);
    if (order.status === 'CANCELLED') once(`the cancelling of order ${id}`, cancellings.get(id)?.length ?? 0);
    else if (ledger.cancelling.get(id) === true) lost.push(`order ${id} was cancelled and is ${String(order.status)}`);
  }
  return { lost, regressed, diverged: remains.divergence, twice };
}

/** What products are called and cost at first. */
export const FIRST_NAME = 'n0';
export const FIRST_PRICE = '10.00';

const link = (previous: unknown, next: unknown): Link => ({ previous: String(previous), next: String(next) });

function amountOf(money: unknown): string {
  return String((money as { amount?: unknown } | undefined)?.amount);
}
