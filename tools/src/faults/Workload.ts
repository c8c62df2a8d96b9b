import { setTimeout as pause } from 'node:timers/promises';
import { isOperationFailed } from '../client/OperationFailed.ts';
import { requireData, sendOperation } from '../client/sendOperation.ts';
import { mulberry32 } from '../seed/mulberry32.ts';
import { pick } from '../seed/pick.ts';
import { FIRST_NAME, FIRST_PRICE } from './judge.ts';
import { Ledger } from './Ledger.ts';

/** Where the workload is sent. */
export interface Endpoints {
  readonly gateway: string;
  /** The orders unit itself. */
  readonly orders: string;
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
      this.ledger.joined.push(joinMember.id);
      this.ledger.profiles.set(joinMember.id, {
        attempts: 0,
        acknowledged: 0,
        name: `stays_${n}`,
        unknown: new Set(),
      });
    }
    for (const productId of this.#products) {
      const input = { lines: [{ productId, quantity: 1 }] };
      const { placeOrder } = await this.#must<{ placeOrder: { id: string } }>(PLACE, { input }, this.#members[0]);
      this.#orders.push(placeOrder.id);
      this.ledger.placed.push(placeOrder.id);
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
      forever((random) => this.#rename(pick(this.#products, random)), 1),
      forever((random) => this.#rename(pick(this.#products, random)), 2),
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
      reader(() => this.#readCopies('a client of orders', this.#endpoints.orders)),
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

  async #rename(id: string): Promise<void> {
    this.#counter += 1;
    const name = `n${this.#counter}`;
    const mutation = `mutation ($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { id } }`;
    if ((await this.#write(mutation, { id, name }, STAFF)).outcome === 'acknowledged')
      this.ledger.names.get(id)?.push(name);
  }

  async #reprice(id: string): Promise<void> {
    this.#counter += 1;
    const amount = `${10 + this.#counter}.00`;
    const mutation = `mutation ($id: ID!, $price: MoneyInput!) { repriceProduct(id: $id, price: $price) { id } }`;
    const { outcome } = await this.#write(mutation, { id, price: { amount, currency: 'USD' } }, STAFF);
    if (outcome === 'acknowledged') this.ledger.prices.get(id)?.push(amount);
  }

  async #updateProfile(id: string): Promise<void> {
    const writes = this.ledger.profiles.get(id);
    if (writes === undefined) return;
    this.#counter += 1;
    const displayName = `name ${this.#counter}`;
    writes.attempts += 1;
    const mutation = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }`;
    const { outcome } = await this.#write(mutation, { input: { displayName } }, id);
    if (outcome === 'acknowledged') {
      writes.acknowledged += 1;
      writes.name = displayName;
    }
    if (outcome === 'unknown') writes.unknown.add(displayName);
  }

  async #joinAndMaybeLeave(random: () => number): Promise<void> {
    this.#counter += 1;
    const { outcome, data } = await this.#write<{ joinMember: { id: string } }>(JOIN, {
      input: personNamed(`goes_${this.#counter}`),
    });
    if (outcome !== 'acknowledged' || data === null) return;
    const { id } = data.joinMember;
    this.ledger.joined.push(id);
    if (random() < 0.5) return;
    this.ledger.leaving.set(id, false);
    const left = await this.#write('mutation { leave }', {}, id);
    if (left.outcome === 'acknowledged') this.ledger.leaving.set(id, true);
  }

  async #orderAndMaybeCancel(random: () => number): Promise<void> {
    this.#counter += 1;
    const memberId = pick(this.#members, random);
    const input = {
      lines: [{ productId: pick(this.#products, random), quantity: 1 }],
      idempotencyKey: `key ${this.#counter}`,
    };
    const placed = await this.#write<{ placeOrder: { id: string } }>(PLACE, { input }, memberId);
    if (placed.outcome !== 'acknowledged' || placed.data === null) return;
    const { id } = placed.data.placeOrder;
    this.ledger.placed.push(id);
    if (random() < 0.5) return;
    this.ledger.cancelling.set(id, false);
    const cancelled = await this.#write('mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { id }, memberId);
    if (cancelled.outcome === 'acknowledged') this.ledger.cancelling.set(id, true);
  }

  async #readCopies(reader: string, url: string): Promise<void> {
    const query = `{ ${this.#orders.map((id, n) => `o${n}: order(id: "${id}") { lines { product { id name price { amount } } } }`).join(' ')} }`;
    const { data } = await sendOperation<Record<string, { lines: { product: SeenProduct | null }[] | null } | null>>(
      url,
      { query, timeoutMs: PATIENCE },
    );
    this.ledger.reads += 1;
    for (const order of Object.values(data ?? {}))
      for (const { product } of order?.lines ?? []) if (product !== null) this.#see(`${reader}, in a copy,`, product);
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
    query: string,
    variables: Record<string, unknown>,
    actor?: string,
  ): Promise<{ outcome: Outcome; data: Data | null }> {
    this.ledger.attempted += 1;
    try {
      const data = await requireData<Data>(this.#endpoints.gateway, {
        query,
        variables,
        timeoutMs: PATIENCE,
        ...(actor === undefined ? {} : { actor }),
      });
      // A null in the place of the result, without an error, promises nothing.
      if (Object.values(data as object).some((value) => value === null)) return { outcome: 'unknown', data: null };
      this.ledger.acknowledged += 1;
      return { outcome: 'acknowledged', data };
    } catch (error) {
      return { outcome: isOperationFailed(error, ...REFUSALS) ? 'refused' : 'unknown', data: null };
    }
  }
}

interface SeenProduct {
  readonly id: string;
  readonly name: string | null;
  readonly price: { readonly amount: string } | null;
}

/** What says for certain that nothing was written. */
const REFUSALS = ['CONFLICT', 'BAD_INPUT', 'REPLICA_UNAVAILABLE', 'NOT_FOUND', 'MEMBER_UNKNOWN'];
const JOIN = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
const PLACE = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id } }';

function personNamed(handle: string): Record<string, unknown> {
  return { displayName: handle, handle, email: `${handle}@example.org`, address: { city: 'Bern', country: 'CH' } };
}
