import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventTeller, eventTeller, eventually, testUnit } from '@wellspring/kit/testing';
import { orders } from './unit.ts';

const PLACE =
  'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { id status placedAt shipToCountry total { amount currency } member { id displayName } lines { quantity unitPrice { amount currency } product { id name price { amount currency } } } } }';
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id) { id status cancelledAt } }';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const line = (productId: string, quantity = 1) => ({ productId, quantity });

let unit: Awaited<ReturnType<typeof testUnit>>;
let payments: EventTeller;

beforeAll(async () => {
  unit = await testUnit(orders, {
    replicas: {
      member: ['ada', 'bob', 'cleo', 'dan', 'eve'].map((id) => ({ id, displayName: `Name of ${id}` })),
      location: [{ id: 'ada', country: 'GB' }],
      product: [
        { id: 'p1', name: 'Standard', price: usd('129.00'), active: true },
        { id: 'p2', name: 'Book', price: usd('0.10'), active: true },
        { id: 'euro', name: 'Course', price: { amount: '50.00', currency: 'EUR' }, active: true },
        { id: 'retired', name: 'Gone', price: usd('1.00'), active: false },
      ],
    },
  });
  payments = await eventTeller('payments', unit.servers);
  await unit.running.replicas.get('member')?.apply([tombstone('member', 'left')]);
  await unit.running.replicas.get('product')?.apply([tombstone('product', 'removed')]);
}, 60_000);
afterAll(async () => {
  await payments?.stop();
  await unit?.stop();
});

/** What a replica holds of an entity that its owner deleted. */
function tombstone(replica: string, id: string) {
  const shape = unit.running.replicas.get(replica)?.plan.shape ?? '';
  return { _id: id, epoch: 1, rev: 2, at: new Date(), shape, gone: true as const };
}

/** The data of an operation that is to go well. */
async function ask(document: string, variables = {}, actor?: string) {
  const { data, errors } = await unit.query(document, variables, actor);
  expect(errors).toEqual([]);
  return data;
}

/** The extensions of the one error of an operation that is to be refused. */
async function refusal(document: string, variables = {}, actor?: string) {
  const { errors } = await unit.query(document, variables, actor);
  expect(errors).toHaveLength(1);
  return errors[0]?.extensions;
}

async function place(actor: string, input = {}) {
  return (await ask(PLACE, { input: { lines: [line('p1')], ...input } }, actor)).placeOrder;
}

async function eventsOf(id: string) {
  return (await unit.events()).filter(({ entityId }) => entityId === id).map(({ type, data }) => ({ type, data }));
}

describe('placeOrder', () => {
  test('freezes prices and total, shows the copies, records OrderPlaced and publishes both views', async () => {
    const order = await place('ada', { lines: [line('p1', 2), line('p2', 3)] });
    const { id, placedAt } = order;
    expect(order).toEqual({
      id,
      status: 'PLACED',
      placedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      shipToCountry: 'GB',
      total: usd('258.30'),
      member: { id: 'ada', displayName: 'Name of ada' },
      lines: [
        { quantity: 2, unitPrice: usd('129.00'), product: { id: 'p1', name: 'Standard', price: usd('129.00') } },
        { quantity: 3, unitPrice: usd('0.10'), product: { id: 'p2', name: 'Book', price: usd('0.10') } },
      ],
    });
    expect(await eventsOf(id)).toEqual([
      { type: 'OrderPlaced', data: { memberId: 'ada', total: usd('258.30'), lines: [line('p1', 2), line('p2', 3)] } },
    ]);
    expect(await unit.view('OrderSummary', id)).toEqual({
      id,
      status: 'PLACED',
      placedAt,
      member: { id: 'ada' },
      total: usd('258.30'),
      lines: [
        { quantity: 2, product: { id: 'p1' }, unitPrice: usd('129.00') },
        { quantity: 3, product: { id: 'p2' }, unitPrice: usd('0.10') },
      ],
    });
    expect(await unit.view('OrderCharge', id)).toEqual({
      id,
      status: 'PLACED',
      member: { id: 'ada' },
      total: usd('258.30'),
    });
  });

  test('needs no copy of where the member lives', async () => {
    expect((await place('bob')).shipToCountry).toBeNull(); // members is away, and bob's location is not here
  });

  test('with the same key of the same member answers the same order, once', async () => {
    const first = await place('ada', { idempotencyKey: 'k1' });
    expect(await place('ada', { idempotencyKey: 'k1' })).toEqual(first);
    expect((await place('bob', { idempotencyKey: 'k1' })).id).not.toBe(first.id);
    expect((await place('ada', { idempotencyKey: 'k2' })).id).not.toBe(first.id);
    expect(await eventsOf(first.id)).toHaveLength(1);
  });

  test('with the same key many times at once still makes one order', async () => {
    const input = { lines: [line('p2')], idempotencyKey: 'all-at-once' };
    const placed = await Promise.all(Array.from({ length: 8 }, () => place('ada', input)));
    expect(new Set(placed.map(({ id }) => id)).size).toBe(1);
    expect(await eventsOf(placed[0].id)).toHaveLength(1);
  });

  test('refuses nobody, staff, and every fault of an input at once', async () => {
    const input = { lines: [line('p1')] };
    expect(await refusal(PLACE, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(PLACE, { input }, 'staff:eva')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(PLACE, { input: { lines: [], idempotencyKey: '' } }, 'ada')).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'lines' }, { field: 'idempotencyKey' }],
    });
  });

  test('refuses a member who has left, and a product that was removed', async () => {
    expect(await refusal(PLACE, { input: { lines: [line('p1')] } }, 'left')).toMatchObject({ code: 'MEMBER_UNKNOWN' });
    expect(await refusal(PLACE, { input: { lines: [line('p1'), line('removed')] } }, 'ada')).toMatchObject({
      code: 'PRODUCT_UNKNOWN',
      productIds: ['removed'],
    });
  });

  test('refuses what is off sale, and two currencies', async () => {
    expect(await refusal(PLACE, { input: { lines: [line('p1'), line('retired')] } }, 'ada')).toMatchObject({
      code: 'PRODUCT_RETIRED',
      productIds: ['retired'],
    });
    expect(await refusal(PLACE, { input: { lines: [line('p1'), line('euro')] } }, 'ada')).toMatchObject({
      code: 'CURRENCY_MIXED',
      currencies: ['USD', 'EUR'],
    });
  });

  test('says REPLICA_UNAVAILABLE where the copy has no row and its owner is away', async () => {
    expect(await refusal(PLACE, { input: { lines: [line('never-heard-of')] } }, 'ada')).toMatchObject({
      code: 'REPLICA_UNAVAILABLE',
    });
    expect(await refusal(PLACE, { input: { lines: [line('p1')] } }, 'never-heard-of')).toMatchObject({
      code: 'REPLICA_UNAVAILABLE',
    });
  });
});

describe('cancelOrder', () => {
  test('cancels a placed order, and records what goes back', async () => {
    const { id } = await place('ada', { lines: [line('p2', 4)] });
    expect(await ask(CANCEL, { id }, 'ada')).toEqual({
      cancelOrder: { id, status: 'CANCELLED', cancelledAt: expect.stringMatching(/Z$/) },
    });
    expect((await eventsOf(id)).at(-1)).toEqual({
      type: 'OrderCancelled',
      data: { memberId: 'ada', lines: [line('p2', 4)], reason: 'MEMBER' },
    });
    expect(await unit.view('OrderCharge', id)).toMatchObject({ status: 'CANCELLED' });
  });

  test('refuses nobody, another member, a second time, and what is not there', async () => {
    const { id } = await place('ada');
    expect(await refusal(CANCEL, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(CANCEL, { id }, 'bob')).toMatchObject({ code: 'FORBIDDEN' });
    await ask(CANCEL, { id }, 'ada');
    expect(await refusal(CANCEL, { id }, 'ada')).toMatchObject({ code: 'NOT_CANCELLABLE' });
    expect(await refusal(CANCEL, { id: 'none' }, 'ada')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('at the same time cancels once', async () => {
    const { id } = await place('ada');
    const answers = await Promise.all(Array.from({ length: 8 }, () => unit.query(CANCEL, { id }, 'ada')));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(codes.every((code) => code === 'CONFLICT' || code === 'NOT_CANCELLABLE')).toBe(true);
    expect(await eventsOf(id)).toHaveLength(2);
  });
});

describe('the payment of an order', () => {
  const FULFIL = 'mutation ($id: ID!) { fulfilOrder(id: $id) { id status fulfilledAt } }';
  const status = async (id: string) =>
    (await ask('query ($id: ID!) { order(id: $id) { status } }', { id })).order.status;
  const tell = (id: string, type: 'PaymentCaptured' | 'PaymentDeclined', purpose = 'ORDER') => {
    const payment = { purpose, reference: id, memberId: 'ada', amount: usd('129.00') };
    const data = type === 'PaymentDeclined' ? { ...payment, reason: 'CARD_EXPIRED' } : payment;
    return payments.tell('Payment', type, `payment of ${id}`, `${type} ${purpose} ${id}`, data);
  };
  const reach = (id: string, wanted: string) =>
    eventually(`${id} to be ${wanted}`, async () => (await status(id)) === wanted);

  test('makes it paid; staff alone hands it over, once', async () => {
    const { id } = await place('ada');
    expect(await refusal(FULFIL, { id }, 'staff:eva')).toMatchObject({ code: 'NOT_FULFILLABLE' });
    await tell(id, 'PaymentCaptured', 'SUBSCRIPTION'); // of a request that happens to be called like it
    await tell(id, 'PaymentCaptured');
    await reach(id, 'PAID');
    expect(await refusal(FULFIL, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(FULFIL, { id }, 'ada')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(FULFIL, { id }, 'staff:eva')).toMatchObject({ fulfilOrder: { status: 'FULFILLED' } });
    expect(await refusal(FULFIL, { id }, 'staff:eva')).toMatchObject({ code: 'NOT_FULFILLABLE' });
    expect(await refusal(CANCEL, { id }, 'ada')).toMatchObject({ code: 'NOT_CANCELLABLE' });
    expect((await eventsOf(id)).slice(1)).toEqual([
      { type: 'OrderPaid', data: { memberId: 'ada' } },
      { type: 'OrderFulfilled', data: { memberId: 'ada', lines: [line('p1')] } },
    ]);
  });

  test('is declined: the order is cancelled, and says why', async () => {
    const { id } = await place('ada');
    await tell(id, 'PaymentDeclined');
    await reach(id, 'CANCELLED');
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'OrderCancelled', data: { reason: 'PAYMENT_DECLINED' } });
  });

  test('comes after the cancellation: it stays cancelled, whatever came of the payment', async () => {
    const { id } = await place('ada');
    await ask(CANCEL, { id }, 'staff:eva');
    await tell(id, 'PaymentCaptured');
    const { id: later } = await place('ada');
    await tell(later, 'PaymentCaptured');
    await reach(later, 'PAID');
    await eventually('both to be handled', async () => {
      const { consumers } = unit.running.bus.manager;
      const { num_pending, num_ack_pending } = await consumers.info('EVENTS_payments', 'orders-PaymentCaptured');
      return num_pending + num_ack_pending === 0;
    });
    expect(await status(id)).toBe('CANCELLED');
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['OrderPlaced', 'OrderCancelled']);
  });
});

describe('finding orders', () => {
  const node = '{ edges { node { id } } pageInfo { hasNextPage endCursor } totalCount }';
  const ids = (list: { edges: { node: { id: string } }[] }) => list.edges.map((edge) => edge.node.id);

  test("one's own, and a member's, newest first, page by page", async () => {
    const placed: string[] = [];
    for (let i = 0; i < 3; i += 1) placed.unshift((await place('cleo')).id);
    const { myOrders } = await ask(`{ myOrders(first: 2) ${node} }`, {}, 'cleo');
    expect([ids(myOrders), myOrders.totalCount, myOrders.pageInfo.hasNextPage]).toEqual([placed.slice(0, 2), 3, true]);
    const rest = await ask(
      `query ($after: String) { myOrders(first: 2, after: $after) ${node} }`,
      { after: myOrders.pageInfo.endCursor },
      'cleo',
    );
    expect([ids(rest.myOrders), rest.myOrders.pageInfo.hasNextPage]).toEqual([placed.slice(2), false]);
    const { _entities } = await ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id orders ${node} } } }`,
      {
        r: [{ __typename: 'Member', id: 'cleo' }],
      },
    );
    expect(ids(_entities[0].orders)).toEqual(placed);
  });

  test('by id and by status', async () => {
    const { id } = await place('dan');
    await ask(CANCEL, { id }, 'dan');
    expect(await ask('query ($id: ID!) { order(id: $id) { status } none: order(id: "none") { id } }', { id })).toEqual({
      order: { status: 'CANCELLED' },
      none: null,
    });
    const { cancelled, placed } = await ask(
      `{ cancelled: orders(status: CANCELLED, first: 100) ${node} placed: orders(status: PLACED, first: 100) ${node} }`,
    );
    expect(ids(cancelled)).toContain(id);
    expect(ids(placed)).not.toContain(id);
    expect(ids(cancelled)[0]).toBe(id);
  });

  test('where somebody lives is for that member and staff, in development too', async () => {
    const { id } = await place('ada');
    const SHIPS = 'query ($id: ID!) { order(id: $id) { id shipToCountry } }';
    expect(await refusal(SHIPS, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(SHIPS, { id }, 'bob')).toMatchObject({ code: 'FORBIDDEN' });
    for (const actor of ['ada', 'staff:eva'])
      expect(await ask(SHIPS, { id }, actor)).toEqual({ order: { id, shipToCountry: 'GB' } });
  });

  test('myOrders needs a member', async () => {
    expect(await refusal(`{ myOrders ${node} }`)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refusal(`{ myOrders ${node} }`, {}, 'staff:eva')).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('refuses a page that is too large and a cursor of another list', async () => {
    expect(await refusal(`{ orders(first: 0) ${node} }`)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'first' }],
    });
    expect(await refusal(`{ orders(after: "WyJuYW1lIl0") ${node} }`)).toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'after' }],
    });
  });

  test('copied fields: null of what its owner deleted; null and REPLICA_UNAVAILABLE, on that field alone, of what nobody can tell', async () => {
    const { data, errors } = await unit.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id displayName } ... on Product { id name } } }',
      {
        r: [
          { __typename: 'Member', id: 'left' },
          { __typename: 'Product', id: 'never-heard-of' },
          { __typename: 'Product', id: 'p1' },
        ],
      },
    );
    expect(data._entities).toEqual([
      { id: 'left', displayName: null },
      { id: 'never-heard-of', name: null },
      { id: 'p1', name: 'Standard' },
    ]);
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['_entities', 1, 'name'], 'REPLICA_UNAVAILABLE'],
    ]);
  });

  test('says how fresh the copies are that it used', async () => {
    const { extensions } = await unit.query('{ orders(first: 1) { edges { node { member { displayName } } } } }');
    expect(extensions.replicas?.map(({ view }) => view)).toEqual(['members.MemberCard']);
  });
});
