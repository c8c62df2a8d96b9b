import { requireData } from '@wellspring/tools/client/sendOperation.ts';
import { waitFor } from '@wellspring/tools/client/waitFor.ts';

/** What one request of the load is. */
export interface LoadRequest {
  readonly name: string;
  readonly isMutation: boolean;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actor: string;
}

type Make = (n: number, world: World) => Omit<LoadRequest, 'name' | 'isMutation' | 'query'>;
interface Kind {
  readonly name: string;
  /** Whose fields it asks for, but for what is copied. */
  readonly unit: string;
  readonly query: string;
  readonly make: Make;
}

const STAFF = 'staff:bench';
const MEMBERS = 12;
const PRODUCTS = 24;

const byMember: Make = (n, world) => ({ variables: {}, actor: world.member(n) });

/** Queries and mutations over each unit. Mutations may not meet on a document: who loses such a race is told CONFLICT, rightly. */
const KINDS: readonly Kind[] = [
  {
    name: 'orders',
    unit: 'orders',
    query:
      'query Orders { orders(first: 3) { edges { node { id member { displayName } lines { product { name } } } } } }',
    make: byMember,
  },
  {
    name: 'placeOrder',
    unit: 'orders',
    query: 'mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) { id total { amount } } }',
    make: (n, world) => ({
      variables: { input: { lines: [{ productId: world.product(n), quantity: 1 }], idempotencyKey: `restart-${n}` } },
      actor: world.member(n),
    }),
  },
  {
    name: 'product',
    unit: 'catalog',
    query: 'query Product($id: ID!) { product(id: $id) { name description stock { onHand } } }',
    make: (n, world) => ({ variables: { id: world.product(n) }, actor: world.member(n) }),
  },
  {
    name: 'renameProduct',
    unit: 'catalog',
    query: 'mutation Rename($id: ID!, $name: String!) { renameProduct(id: $id, name: $name) { name } }',
    make: (n, world) => ({ variables: { id: world.product(n), name: `Name ${n}` }, actor: STAFF }),
  },
  { name: 'me', unit: 'members', query: 'query Me { me { id displayName handle } }', make: byMember },
  {
    name: 'joinMember',
    unit: 'members',
    query: 'mutation Join($input: JoinMemberInput!) { joinMember(input: $input) { id } }',
    make: (n) => ({ variables: { input: memberInput(n < 0 ? `warming_${-n}` : `restart_${n}`) }, actor: STAFF }),
  },
  {
    name: 'myPayments',
    unit: 'payments',
    query: 'query Payments { myPayments(first: 3) { edges { node { id status } } } }',
    make: byMember,
  },
  {
    name: 'savePaymentMethod',
    unit: 'payments',
    query: 'mutation Save { savePaymentMethod(cardToken: "tok_approve") { id } }',
    make: byMember,
  },
  {
    name: 'myPreferences',
    unit: 'preferences',
    query: 'query Preferences { myPreferences { language } }',
    make: byMember,
  },
  {
    name: 'choosePreferences',
    unit: 'preferences',
    query: 'mutation Choose($input: ChoosePreferencesInput!) { choosePreferences(input: $input) { language } }',
    make: (n, world) => ({ variables: { input: { language: n % 2 === 0 ? 'en' : 'de' } }, actor: world.member(n) }),
  },
  {
    name: 'videos',
    unit: 'streaming',
    query: 'query Videos { videos(first: 3) { edges { node { title } } } }',
    make: byMember,
  },
  {
    name: 'posts',
    unit: 'community',
    query: 'query Posts { posts(first: 3) { edges { node { excerpt author { displayName } } } } }',
    make: byMember,
  },
  {
    name: 'publishPost',
    unit: 'community',
    query: 'mutation Publish($input: PublishPostInput!) { publishPost(input: $input) { id } }',
    make: (n, world) => ({
      variables: { input: { body: `Post ${n}`, idempotencyKey: `${n}` } },
      actor: world.member(n),
    }),
  },
  { name: 'myNotifications', unit: 'notifications', query: 'query Inbox { unreadNotifications }', make: byMember },
  {
    name: 'markAllNotificationsRead',
    unit: 'notifications',
    query: 'mutation Read { markAllNotificationsRead }',
    make: byMember,
  },
  {
    name: 'customerOverview',
    unit: 'insights',
    query: 'query Overview($id: ID!) { customerOverview(memberId: $id) { id } }',
    make: (n, world) => ({ variables: { id: world.member(n) }, actor: STAFF }),
  },
];

const memberInput = (handle: string) => ({
  displayName: handle,
  handle,
  email: `${handle}@example.org`,
  address: { city: 'Bern', country: 'CH' },
});

/** Whom and what the load is about. */
export class World {
  readonly #members: string[] = [];
  readonly #products: string[] = [];
  readonly #kinds: readonly Kind[];

  constructor(units: readonly string[]) {
    this.#kinds = KINDS.filter(({ unit }) => units.includes(unit));
  }

  /** Makes members and products, and waits until the copies of all units have them. */
  async prepare(url: string): Promise<void> {
    for (let n = 0; n < MEMBERS; n += 1) {
      const query = 'mutation ($input: JoinMemberInput!) { joinMember(input: $input) { id } }';
      const variables = { input: memberInput(`restarting_${n}`) };
      const { joinMember } = await requireData<{ joinMember: { id: string } }>(url, { query, variables, actor: STAFF });
      this.#members.push(joinMember.id);
    }
    for (let n = 0; n < PRODUCTS; n += 1) {
      const query = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
      const price = { amount: '10.00', currency: 'USD' };
      const variables = { input: { sku: `RS-${n}`, name: `Product ${n}`, kind: 'BOOK', price, onHand: 100_000 } };
      const { addProduct } = await requireData<{ addProduct: { id: string } }>(url, { query, variables, actor: STAFF });
      this.#products.push(addProduct.id);
    }
    for (let n = 0; n < this.#kinds.length; n += 1)
      await waitFor(() => requireData<object>(url, this.request(-1 - n)), {
        deadlineMs: 60_000,
        isTransient: () => true,
      });
  }

  member(n: number): string {
    return this.#members[Math.abs(n) % MEMBERS] ?? '';
  }

  product(n: number): string {
    return this.#products[Math.abs(n) % PRODUCTS] ?? '';
  }

  /** The request of a number: kinds in turn, each about another member and product. */
  request(n: number): LoadRequest {
    const { name, query, make } = this.#kinds[Math.abs(n) % this.#kinds.length] as Kind;
    const of = Math.floor(n / this.#kinds.length);
    return { name, query, isMutation: query.startsWith('mutation'), ...make(of, this) };
  }
}
