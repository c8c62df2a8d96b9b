import { setTimeout as pause } from 'node:timers/promises';
import { mulberry32 } from '@wellspring/kit/random';
import { isOperationFailed } from '../client/OperationFailed.ts';
import { requireData, sendOperation } from '../client/sendOperation.ts';
import { pick } from '../seed/pick.ts';
import { FIRST_NAME, FIRST_PRICE } from './judge.ts';
import { Ledger } from './Ledger.ts';

/** Where the workload is sent. */
export interface Endpoints {
  readonly gateway: string;
  /** Each process of the orders unit. */
  readonly orders: readonly string[];
  /** A process of the catalog that the gateway does not ask. */
  readonly catalog: string;
}

const STAFF = 'staff:faults';
const PRODUCTS = 6;
const MEMBERS = 4;
/** Between two operations of one client: so that the servers are busy and not swamped. */
const THINK = 30; // ms
const PATIENCE = 4_000; // ms

/** An operation was answered; or it was refused, or nobody knows what became of it. */
type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** Clients that write and read at random through the gateway, and read from the orders unit, keeping account of everything. */
export class Workload {
  readonly ledger = new Ledger();
  readonly #endpoints: Endpoints;
  readonly #seed: number;
  readonly #products: string[] = [];
  readonly #members: string[] = [];
  readonly #orders: string[] = [];
  /** Changes when copies are set back: an order of sightings goes no further than that. */
  #era = 0;
  #settled = true;
  #counter = 0;
  #writing = true;
  #reading = true;
  #clients: Promise<void>[] = [];
  #readers: Promise<void>[] = [];

  constructor(endpoints: Endpoints, seed: number) {
    this.#endpoints = endpoints;
    this.#seed = seed;
  }

  /** Creates what is written to and read. @throws OperationFailed: the platform must be whole */
  async prepare(): Promise<void> {
    for (let n = 0; n < PRODUCTS; n += 1) {
      const { addProduct } = await this.#must<{ addProduct: { id: string } }>(
        `mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }`,
        {
          input: {
            sku: `FAULTS-${n}`,
            name: FIRST_NAME,
            kind: 'STANDARD',
            price: { amount: FIRST_PRICE, currency: 'USD' },
          },
        },
        STAFF,
      );
      this.#products.push(addProduct.id);
      this.ledger.names.set(addProduct.id, []);
      this.ledger.prices.set(addProduct.id, []);
    }
    for (let n = 0; n < MEMBERS; n += 1) {
      const { joinMember } = await this.#must<{ joinMember: { id: string } }>(JOIN, {
        input: personNamed(`stays_${n}`),
      });
      this.#members.push(joinMember.id);
      this.ledger.joined.add(joinMember.id);
      const acknowledged = [`stays_${n}`];
      this.ledger.profiles.set(joinMember.id, { attempts: 0, acknowledged, unknown: new Set() });
    }
    for (const productId of this.#products) {
      const input = { lines: [{ productId, quantity: 1 }] };
      const { placeOrder } = await this.#must<{ placeOrder: { id: string } }>(PLACE, { input }, this.#members[0]);
      this.#orders.push(placeOrder.id);
      this.ledger.placed.add(placeOrder.id);
    }
  }

  /** Lets the clients run until {@link stopWriting} and {@link stopReading}. */
  start(): void {
    const forever = (client: (random: () => number) => Promise<unknown>, salt: number): Promise<void> => {
      const random = mulberry32(this.#seed * 1_000 + salt);
      const run = async (): Promise<void> => {
        while (this.#writing) {
          await client(random);
          await pause(THINK * (0.5 + random()));
        }
      };
      return run();
    };
    this.#clients = [
      forever((random) => this.#rename(pick(this.#products, random), this.#endpoints.gateway), 1),
      forever((random) => this.#rename(pick(this.#products, random), this.#endpoints.catalog), 2),
      forever((random) => this.#reprice(pick(this.#products, random)), 3),
      ...this.#members.map((id, n) => forever(() => this.#updateProfile(id), 10 + n)),
      forever((random) => this.#joinAndMaybeLeave(random), 20),
      forever((random) => this.#orderAndMaybeCancel(random), 21),
      forever((random) => this.#orderAndMaybeCancel(random), 22),
    ];
    const reader = async (read: () => Promise<unknown>): Promise<void> => {
      while (this.#reading) {
        await read().catch(() => undefined); // nobody answered: nothing was seen
        await pause(THINK);
      }
    };
    this.#readers = [
      reader(() => this.#readCopies('a client of the gateway', this.#endpoints.gateway)),
      ...this.#endpoints.orders.map((url, n) =>
        reader(() => this.#readCopies(`a client of process ${n + 1} of orders`, url)),
      ),
      reader(() => this.#readOwner()),
    ];
  }

  async stopWriting(): Promise<void> {
    this.#writing = false;
    await Promise.all(this.#clients);
  }

  async stopReading(): Promise<void> {
    this.#reading = false;
    await Promise.all(this.#readers);
  }

  /** Copies are about to be set back: until {@link copiesSettled} no order is promised to who reads them. */
  copiesUnsettled(): void {
    this.#era += 1;
    this.#settled = false;
  }

  /** The copies are where they were, or newer: from here on they never go back. */
  copiesSettled(): void {
    this.#era += 1;
    this.#settled = true;
  }

  async #rename(id: string, url: string): Promise<void> {
    this.#counter += 1;
    const name = `n${this.#counter}`;
    const mutation = `mutation ($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { id } }`;
    const names = this.ledger.names.get(id) ?? [];
    await this.#write('catalog', mutation, { id, name }, { actor: STAFF, url, ...listed(names, name) });
  }

  async #reprice(id: string): Promise<void> {
    this.#counter += 1;
    const amount = `${10 + this.#counter}.00`;
    const mutation = `mutation ($id: ID!, $price: MoneyInput!) { repriceProduct(id: $id, price: $price) { id } }`;
    const variables = { id, price: { amount, currency: 'USD' } };
    const prices = this.ledger.prices.get(id) ?? [];
    await this.#write('catalog', mutation, variables, { actor: STAFF, ...listed(prices, amount) });
  }

  async #updateProfile(id: string): Promise<void> {
    const writes = this.ledger.profiles.get(id);
    if (writes === undefined) return;
    this.#counter += 1;
    const displayName = `name ${this.#counter}`;
    writes.attempts += 1;
    const mutation = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }`;
    const { keep, unkeep } = listed(writes.acknowledged, displayName);
    const { outcome } = await this.#write(
      'members',
      mutation,
      { input: { displayName } },
      {
        actor: id,
        keep,
        unkeep: () => {
          unkeep();
          writes.unknown.add(displayName);
        },
      },
    );
    if (outcome === 'unknown') writes.unknown.add(displayName);
  }

  async #joinAndMaybeLeave(random: () => number): Promise<void> {
    this.#counter += 1;
    const { joined, leaving } = this.ledger;
    const input = personNamed(`goes_${this.#counter}`);
    const { data } = await this.#write<Joined>('members', JOIN, { input }, inSet(joined, joinedId));
    if (data === null) return;
    const id = joinedId(data);
    if (random() < 0.5) return;
    leaving.set(id, false);
    await this.#write('members', 'mutation { leave }', {}, { actor: id, ...inMap(leaving, id) });
  }

  async #orderAndMaybeCancel(random: () => number): Promise<void> {
    this.#counter += 1;
    const memberId = pick(this.#members, random);
    const input = {
      lines: [{ productId: pick(this.#products, random), quantity: 1 }],
      idempotencyKey: `key ${this.#counter}`,
    };
    const { placed, cancelling } = this.ledger;
    const options = { actor: memberId, ...inSet(placed, placedId) };
    const { data } = await this.#write<Placed>('orders', PLACE, { input }, options);
    if (data === null) return;
    const id = placedId(data);
    if (random() < 0.5) return;
    cancelling.set(id, false);
    await this.#write('orders', CANCEL, { id }, { actor: memberId, ...inMap(cancelling, id) });
  }

  async #readCopies(client: string, url: string): Promise<void> {
    const era = this.#era;
    const query = `{ ${this.#orders.map((id, n) => `o${n}: order(id: "${id}") { lines { product { id name price { amount } } } }`).join(' ')} }`;
    const { data } = await sendOperation<Record<string, { lines: { product: SeenProduct | null }[] | null } | null>>(
      url,
      { query, timeoutMs: PATIENCE },
    );
    this.ledger.reads += 1;
    // Asked in one time and answered in another, or in between: what was seen was true once, that is all.
    const inOrder = this.#settled && era === this.#era;
    const reader = inOrder
      ? `${client}, in a copy,`
      : `${client}, in a copy that was set back (read ${this.ledger.reads}),`;
    const name = era === 0 || !inOrder ? reader : `${reader} since time ${era},`;
    for (const order of Object.values(data ?? {}))
      for (const { product } of order?.lines ?? []) if (product !== null) this.#see(name, product);
  }

  async #readOwner(): Promise<void> {
    const query = `{ ${this.#products.map((id, n) => `p${n}: product(id: "${id}") { id name price { amount } }`).join(' ')} }`;
    const { data } = await sendOperation<Record<string, SeenProduct | null>>(this.#endpoints.gateway, {
      query,
      timeoutMs: PATIENCE,
    });
    this.ledger.reads += 1;
    for (const product of Object.values(data ?? {})) if (product !== null) this.#see('a client of the owner', product);
  }

  #see(reader: string, { id, name, price }: SeenProduct): void {
    if (name !== null) this.ledger.saw(reader, id, 'name', name);
    if (price !== null) this.ledger.saw(reader, id, 'price', price.amount);
  }

  async #must<Data>(query: string, variables: Record<string, unknown>, actor?: string): Promise<Data> {
    this.ledger.attempted += 1;
    const data = await requireData<Data>(this.#endpoints.gateway, {
      query,
      variables,
      ...(actor === undefined ? {} : { actor }),
    });
    this.ledger.acknowledged += 1;
    return data;
  }

  async #write<Data>(
    unit: string,
    query: string,
    variables: Record<string, unknown>,
    options: WriteOptions<Data>,
  ): Promise<{ outcome: Outcome; data: Data | null }> {
    const { actor, url = this.#endpoints.gateway, keep, unkeep } = options;
    this.ledger.attempted += 1;
    const sent = performance.now();
    try {
      const data = await requireData<Data>(url, {
        query,
        variables,
        timeoutMs: PATIENCE,
        ...(actor === undefined ? {} : { actor }),
      });
      // A null in the place of the result, without an error, promises nothing.
      if (Object.values(data as object).some((value) => value === null)) return { outcome: 'unknown', data: null };
      this.ledger.keep(
        unit,
        sent,
        () => keep(data),
        () => unkeep(data),
      );
      return { outcome: 'acknowledged', data };
    } catch (error) {
      return { outcome: isOperationFailed(error, ...REFUSALS) ? 'refused' : 'unknown', data: null };
    }
  }
}

interface WriteOptions<Data> {
  readonly actor?: string;
  /** Default: the gateway. */
  readonly url?: string;
  /** Notes what was acknowledged. */
  keep(data: Data): void;
  /** It may be undone: a backup was restored. */
  unkeep(data: Data): void;
}

interface Joined {
  readonly joinMember: { readonly id: string };
}
interface Placed {
  readonly placeOrder: { readonly id: string };
}
const joinedId = ({ joinMember }: Joined): string => joinMember.id;
const placedId = ({ placeOrder }: Placed): string => placeOrder.id;

/** A value that comes once, kept in a list. */
const listed = (list: string[], value: string) => ({
  keep: () => void list.push(value),
  unkeep: () => void (list.includes(value) && list.splice(list.indexOf(value), 1)),
});

const inSet = <Data>(set: Set<string>, idOf: (data: Data) => string) => ({
  keep: (data: Data) => void set.add(idOf(data)),
  unkeep: (data: Data) => void set.delete(idOf(data)),
});

const inMap = (map: Map<string, boolean>, id: string) => ({
  keep: () => void map.set(id, true),
  unkeep: () => void map.set(id, false),
});

interface SeenProduct {
  readonly id: string;
  readonly name: string | null;
  readonly price: { readonly amount: string } | null;
}

/** What says for certain that nothing was written. */
const REFUSALS = ['CONFLICT', 'BAD_INPUT', 'REPLICA_UNAVAILABLE', 'NOT_FOUND', 'MEMBER_UNKNOWN'];
const JOIN = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id) { id } }';
const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';

function personNamed(handle: string): Record<string, unknown> {
  return { displayName: handle, handle, email: `${handle}@example.org`, address: { city: 'Bern', country: 'CH' } };
}
