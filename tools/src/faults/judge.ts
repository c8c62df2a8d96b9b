import { formatMoney, type Money } from '@wellspring/kit';
import type { Link } from './followChain.ts';
import type { ArchivedFact, OwnedDocument } from './Inspector.ts';
import type { Ledger } from './Ledger.ts';
import type { Entities } from './Setback.ts';
import { type Turn, toTimeline } from './toTimeline.ts';

/** What owners, streams and replicas hold after healing. */
export interface Remains {
  readonly products: readonly OwnedDocument[];
  readonly members: readonly OwnedDocument[];
  readonly orders: readonly OwnedDocument[];
  readonly stocks: readonly OwnedDocument[];
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
  const grouped = (events: readonly ArchivedFact[], type: string): Map<string, ArchivedFact[]> =>
    Map.groupBy(
      events.filter((event) => event.type === type),
      ({ entityId }) => entityId,
    );
  const eventsOf = (type: string) => grouped(remains.events, type);
  // What was undone by a restored backup was true for a while, and seen.
  const ever = [...new Map([...setbackFacts(ledger), ...remains.events].map((event) => [event._id, event])).values()];
  const once = (what: string, count: number): void => {
    if (count === 0) lost.push(`${what} has no event`);
    if (count > 1) twice.push(`${what} has ${count} events`);
  };

  const histories = new Map<string, readonly string[]>();
  const follow = (product: OwnedDocument, field: 'name' | 'price', first: string, links: Link[], now: string): void => {
    const what = `${field} of product ${product._id}`;
    const { values, loose, unexplained } = toTimeline(first, links, turnsOf(ledger, product._id, field));
    for (const { from, to } of unexplained)
      lost.push(`${what} was set back from "${from}" to "${to}": no events lead there`);
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
  const [renames, reprices] = [grouped(ever, 'ProductRenamed'), grouped(ever, 'ProductRepriced')];
  const byId = new Map(remains.products.map((product) => [product._id, product]));
  for (const id of ledger.names.keys()) {
    const product = byId.get(id);
    if (product === undefined) {
      lost.push(`product ${id} was acknowledged and is not there`);
      continue;
    }
    const named = (renames.get(id) ?? []).map(({ data }) => link(data.previous, data.name));
    follow(product, 'name', FIRST_NAME, named, fieldOf(product, 'name'));
    const priced = (reprices.get(id) ?? []).map(({ data }) => link(amountOf(data.previous), amountOf(data.price)));
    follow(product, 'price', FIRST_PRICE, priced, fieldOf(product, 'price'));
  }

  for (const { reader, productId, field, values } of ledger.sightings.values()) {
    const history = histories.get(`${productId} ${field}`) ?? [];
    let newest = 0;
    for (const value of values) {
      const place = history.indexOf(value, newest);
      const what = `${reader} saw ${field} "${value}" of product ${productId}`;
      if (!history.includes(value)) regressed.push(`${what}, which never was`);
      else if (place === -1) regressed.push(`${what} after "${history[newest]}"`);
      newest = Math.max(newest, place);
    }
  }

  const members = new Map(remains.members.map((member) => [member._id, member]));
  const [updates, joins, leaves] = [eventsOf('ProfileUpdated'), eventsOf('MemberJoined'), eventsOf('MemberErased')];
  for (const [id, { attempts, acknowledged, unknown }] of ledger.profiles) {
    const now = String(members.get(id)?.displayName);
    const name = acknowledged.at(-1);
    if (now !== name && !unknown.has(now))
      lost.push(`member ${id} is called "${now}"; "${name}" was acknowledged last`);
    const told = updates.get(id)?.length ?? 0;
    const updated = acknowledged.length - 1; // the first came with the joining
    if (told < updated) lost.push(`${updated} profile updates of ${id} were acknowledged, ${told} have events`);
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
  for (const id of ledger.placed)
    if (orders.get(id)?._stamp.live !== true) lost.push(`order ${id} was placed and is not there`);
  for (const [id, order] of orders) {
    if (order._stamp.live !== true) continue; // placed after a backup that was restored
    once(`the placing of order ${id}`, placings.get(id)?.length ?? 0);
    if (order.status === 'CANCELLED') once(`the cancelling of order ${id}`, cancellings.get(id)?.length ?? 0);
    else if (ledger.cancelling.get(id) === true) lost.push(`order ${id} was cancelled and is ${String(order.status)}`);
  }

  // What the catalog made of the orders' events, each once.
  const stocks = new Map(remains.stocks.map((stock) => [stock._id, Number(stock.reserved ?? 0)]));
  const wanted = sumLines([...placings.values()].flat(), [...cancellings.values()].flat());
  for (const id of ledger.names.keys()) {
    const [reserved, asked] = [stocks.get(id) ?? 0, wanted.get(id) ?? 0];
    const what = `${reserved} of product ${id} are reserved, the events of orders ask for ${asked}`;
    if (reserved < asked) lost.push(what);
    if (reserved > asked) twice.push(what);
  }
  return { lost, regressed, diverged: remains.divergence, twice };
}

const setbackFacts = ({ setbacks }: Ledger): ArchivedFact[] => setbacks.flatMap(({ facts }) => facts);

/** From what to what a product's field was set back, each time. */
function turnsOf({ setbacks }: Ledger, id: string, field: 'name' | 'price'): Turn[] {
  return setbacks
    .filter(({ unit }) => unit === 'catalog')
    .flatMap(({ backup, before }) => {
      const find = (entities: Entities) => entities.Product?.find(({ _id }) => _id === id);
      const [to, from] = [find(backup), find(before)];
      return to === undefined || from === undefined ? [] : [{ from: fieldOf(from, field), to: fieldOf(to, field) }];
    });
}

const fieldOf = (product: OwnedDocument, field: 'name' | 'price'): string =>
  field === 'name' ? String(product.name) : formatMoney(product.price as Money).amount;

/** How much of each product is ordered and not cancelled. */
function sumLines(placed: readonly ArchivedFact[], cancelled: readonly ArchivedFact[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const add = (sign: 1 | -1) => (event: ArchivedFact) => {
    for (const { productId, quantity } of event.data.lines as { productId: string; quantity: number }[])
      sums.set(productId, (sums.get(productId) ?? 0) + sign * quantity);
  };
  placed.forEach(add(1));
  cancelled.forEach(add(-1));
  return sums;
}

/** What products are called and cost at first. */
export const FIRST_NAME = 'n0';
export const FIRST_PRICE = '10.00';

const link = (previous: unknown, next: unknown): Link => ({ previous: String(previous), next: String(next) });

function amountOf(money: unknown): string {
  return String((money as { amount?: unknown } | undefined)?.amount);
}
