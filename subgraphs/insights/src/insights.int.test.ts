import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventTeller, eventTeller, eventually, testUnit } from '@wellspring/kit/testing';
import { insights } from './unit.ts';

const OVERVIEW = `query ($memberId: ID!, $first: Int, $after: String) {
  customerOverview(memberId: $memberId) {
    id
    member { displayName handle }
    purchases(first: $first, after: $after) {
      edges { node { id status placedAt total { amount } lines { quantity unitPrice { amount } product { id name } } } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
    totals { currency orderCount ordered { amount } paid { amount } }
    orderCounts { status count }
    lastActivityAt
  }
}`;
const COUNTS = `query ($memberId: ID!) {
  customerOverview(memberId: $memberId) {
    totals { currency orderCount ordered { amount } paid { amount } } orderCounts { status count }
  }
}`;
const usd = (amount: string) => ({ amount, currency: 'USD' });
const none = { totals: [], orderCounts: [] };

let unit: Awaited<ReturnType<typeof testUnit>>;
let orders: EventTeller;
let members: EventTeller;

/** An order as its owner publishes it. */
const summary = (id: string, member: string, placedAt: string) => ({
  id,
  status: 'PLACED',
  placedAt,
  member: { id: member },
  total: usd('20.00'),
  lines: [{ quantity: 2, product: { id: 'p1' }, unitPrice: usd('10.00') }],
});

/** Four at each moment: their ids decide. */
const many = Array.from({ length: 250 }, (_, i) =>
  summary(
    `many-${String(i).padStart(3, '0')}`,
    'bob',
    new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 4))).toISOString(),
  ),
);

beforeAll(async () => {
  unit = await testUnit(insights, {
    replicas: {
      member: ['ada', 'bob', 'cleo', 'dan', 'eve'].map((id) => ({ id, displayName: `Name of ${id}`, handle: id })),
      product: [
        { id: 'p1', name: 'Standard', sku: 'STD-1' },
        { id: 'p2', name: 'Book', sku: 'BOOK-2' },
      ],
      order: [
        summary('o1', 'ada', '2026-03-01T09:00:00.000Z'),
        summary('o2', 'ada', '2026-03-02T09:00:00.000Z'),
        ...many,
      ],
    },
  });
  [orders, members] = [await eventTeller('orders', unit.servers), await eventTeller('members', unit.servers)];
}, 60_000);
afterAll(async () => {
  await orders?.stop();
  await members?.stop();
  await unit?.stop();
});

/** What is told of an order, by an event whose id says which and of what. */
const tell = (id: string, type: string, memberId: string, more: object = {}) =>
  orders.tell('Order', type, id, `${type} of ${id}`, { memberId, ...more });
const placed = (total = usd('20.00'), quantity = 2, productId = 'p1') => ({
  total,
  lines: [{ productId, quantity }],
});

async function answer(document: string, variables: object, actor = 'staff:eva') {
  const { data, errors } = await unit.query(document, { ...variables }, actor);
  expect(errors).toEqual([]);
  return data.customerOverview;
}

const counts = (memberId: string) => answer(COUNTS, { memberId });

/** Waits until the counts of a member are these. */
async function reach(memberId: string, wanted: object): Promise<void> {
  let last: unknown;
  await eventually(`${memberId} to have ${JSON.stringify(wanted)}`, async () => {
    last = await counts(memberId);
    return JSON.stringify(last) === JSON.stringify(wanted);
  }).catch(() => undefined);
  expect(last ?? (await counts(memberId))).toEqual(wanted);
}

describe('an overview', () => {
  test('answers all but the purchases while the copy of orders is being filled', async () => {
    const { data, errors } = await unit.query(OVERVIEW, { memberId: 'ada' }, 'ada');
    expect(data.customerOverview).toMatchObject({ member: { displayName: 'Name of ada' }, purchases: null, ...none });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['customerOverview', 'purchases'], 'REPLICA_NOT_READY'],
    ]);
    await orders.complete(['OrderSummary']);
    await eventually('the copy to be ready', () => unit.running.replicas.get('order')?.ready === true);
  });

  test('shows profile, purchases newest first with the names of products, and what the events told', async () => {
    await tell('o1', 'OrderPlaced', 'ada', placed());
    await tell('o2', 'OrderPlaced', 'ada', placed());
    await tell('o2', 'OrderPaid', 'ada');
    await reach('ada', {
      totals: [{ currency: 'USD', orderCount: 2, ordered: { amount: '40.00' }, paid: { amount: '20.00' } }],
      orderCounts: [
        { status: 'PLACED', count: 1 },
        { status: 'PAID', count: 1 },
      ],
    });
    const overview = await answer(OVERVIEW, { memberId: 'ada', first: 1 }, 'ada');
    expect(overview).toMatchObject({
      id: 'ada',
      member: { displayName: 'Name of ada', handle: 'ada' },
      purchases: {
        edges: [
          {
            node: {
              id: 'o2',
              status: 'PLACED',
              placedAt: '2026-03-02T09:00:00.000Z',
              total: { amount: '20.00' },
              lines: [{ quantity: 2, unitPrice: { amount: '10.00' }, product: { id: 'p1', name: 'Standard' } }],
            },
          },
        ],
        pageInfo: { hasNextPage: true },
        totalCount: 2,
      },
      lastActivityAt: expect.stringMatching(/Z$/),
    });
  });

  test('has a first page from the ids it knows, and the list goes on from its cursor', async () => {
    const finds: string[] = [];
    const known = await unit.running.connection.collection('record.CustomerOverview').findOne({ _id: 'ada' as never });
    expect(known?.latest.map(({ id }: { id: string }) => id)).toEqual(['o2', 'o1']);
    for (let after: string | null = null, page = 0; page < 2; page += 1) {
      const { purchases } = await answer(OVERVIEW, { memberId: 'ada', first: 1, after });
      finds.push(purchases.edges[0].node.id);
      expect(purchases.pageInfo.hasNextPage).toBe(page === 0);
      after = purchases.pageInfo.endCursor;
    }
    expect(finds).toEqual(['o2', 'o1']);
  });

  test('of somebody with many orders comes page by page: each once, in order, also where many are of one moment', async () => {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { purchases } = await answer(OVERVIEW, { memberId: 'bob', first: 60, after });
      seen.push(...purchases.edges.map(({ node }: { node: { id: string } }) => node.id));
      if (!purchases.pageInfo.hasNextPage) break;
      after = purchases.pageInfo.endCursor;
    }
    expect(seen).toEqual(many.map(({ id }) => id).reverse());
  });

  test('of somebody who ordered nothing is empty; of nobody it is null, or says that nobody knows', async () => {
    expect(await counts('eve')).toEqual(none);
    const { data, errors } = await unit.query(COUNTS, { memberId: 'never-heard-of' }, 'staff:eva');
    expect([data.customerOverview, errors[0]?.extensions.code]).toEqual([null, 'REPLICA_UNAVAILABLE']);
  });

  test('is for its member and staff alone, however it is asked for', async () => {
    const REFERENCE = `query ($memberId: ID!, $r: [_Any!]!) { _entities(representations: $r) { ... on CustomerOverview { id } } }`;
    const r = [{ __typename: 'CustomerOverview', id: 'ada' }];
    for (const document of [COUNTS, REFERENCE])
      for (const [actor, code] of [
        [undefined, 'UNAUTHENTICATED'],
        ['bob', 'FORBIDDEN'],
        ['ada', undefined],
        ['staff:eva', undefined],
      ]) {
        const variables = document === COUNTS ? { memberId: 'ada' } : { memberId: 'ada', r };
        const { errors } = await unit.query(
          document.replace(document === COUNTS ? '' : '$memberId: ID!, ', ''),
          variables,
          actor,
        );
        expect([actor, errors[0]?.extensions.code]).toEqual([actor, code]);
      }
  });

  test('refuses a page that is too large and a cursor of another list', async () => {
    for (const page of [{ first: 0 }, { first: 101 }, { after: 'WyJuYW1lIl0' }]) {
      const { errors } = await unit.query(OVERVIEW, { memberId: 'ada', ...page }, 'ada');
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_INPUT']);
    }
  });
});

describe('counting', () => {
  const cancelledAndPaid = {
    totals: [{ currency: 'EUR', orderCount: 1, ordered: { amount: '5.00' }, paid: { amount: '5.00' } }],
    orderCounts: [
      { status: 'FULFILLED', count: 1 },
      { status: 'CANCELLED', count: 1 },
    ],
  };

  test('ends right whatever comes first and however often', async () => {
    await tell('c1', 'OrderCancelled', 'cleo', { lines: placed().lines, reason: 'MEMBER' });
    await tell('c2', 'OrderFulfilled', 'cleo', { lines: placed().lines });
    await tell('c1', 'OrderPlaced', 'cleo', placed());
    await tell('c2', 'OrderPaid', 'cleo');
    await tell('c2', 'OrderPlaced', 'cleo', placed({ amount: '5.00', currency: 'EUR' }, 7, 'p2'));
    await orders.repeat('Order', 'OrderPlaced', 'c1', 'OrderPlaced of c1', { memberId: 'cleo', ...placed() });
    await tell('c1', 'OrderPaid', 'cleo');
    await eventually('all of it to be handled', async () => {
      const { consumers } = unit.running.bus.manager;
      const infos = await Promise.all(
        ['OrderPlaced', 'OrderPaid', 'OrderFulfilled', 'OrderCancelled'].map((event) =>
          consumers.info('EVENTS_orders', `insights-${event}`),
        ),
      );
      return infos.every(({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0);
    });
    await reach('cleo', cancelledAndPaid);
  });

  test('of many orders of one member at once misses none', async () => {
    const ids = Array.from({ length: 15 }, (_, i) => `d${i}`);
    await Promise.all(ids.map((id) => tell(id, 'OrderPlaced', 'dan', placed(usd('0.10'), 1, 'p2'))));
    await Promise.all(ids.map((id) => tell(id, 'OrderPaid', 'dan')));
    await reach('dan', {
      totals: [{ currency: 'USD', orderCount: 15, ordered: { amount: '1.50' }, paid: { amount: '1.50' } }],
      orderCounts: [{ status: 'PAID', count: 15 }],
    });
  });

  test('ends with the member: the overview is gone, and nothing told later brings it back', async () => {
    await members.tell('Member', 'MemberErased', 'cleo', 'cleo left', { joinedAt: '2026-01-01T00:00:00.000Z' });
    await members.tell('Member', 'MemberErased', 'gone', 'gone left', { joinedAt: '2026-01-01T00:00:00.000Z' });
    await eventually('the overview to be gone', async () => (await counts('cleo')) === null);
    await tell('c1', 'OrderFulfilled', 'cleo', { lines: placed().lines });
    await tell('g1', 'OrderPlaced', 'gone', placed());
    await tell('e1', 'OrderPlaced', 'eve', placed()); // after these, in the same stream
    await eventually('the later one to be counted', async () => (await counts('eve')).orderCounts.length === 1);
    await eventually('nothing to wait', async () => {
      const info = await unit.running.bus.manager.consumers.info('EVENTS_orders', 'insights-OrderPlaced');
      return info.num_pending + info.num_ack_pending === 0;
    });
    expect([await counts('cleo'), await counts('gone')]).toEqual([null, null]);
    const left = await unit.running.connection.collection('record.CountedOrder').find({ memberId: 'cleo' }).toArray();
    expect(left).toEqual([]);
  });
});
