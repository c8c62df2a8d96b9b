import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@wellspring/kit/testing';
import {
  CancelOrder,
  FollowOrder,
  FulfilOrder,
  MyPayments,
  PlaceOrder,
  ProductStock,
  RenameProduct,
  SavePaymentMethod,
  SearchProducts,
} from '@wellspring/schema/operations';
import { seed } from '@wellspring/tools/seed/seed.ts';
import { STAFF, startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(120_000);

const UNITS = ['members', 'catalog', 'orders', 'payments'];
const usd = (amount: string) => ({ amount, currency: 'USD' });
let tested: TestedPlatform;
let counter = 0;

beforeAll(async () => {
  tested = await startTestedPlatform(UNITS);
}, 120_000);
afterAll(async () => {
  await tested?.platform.stop();
}, 30_000);

/** A new member with a card. */
async function buyer(cardToken = 'tok_approve'): Promise<string> {
  counter += 1;
  const member = await tested.join(`buyer_${counter}`);
  await tested.run(SavePaymentMethod, { cardToken }, member);
  return member;
}

/** A new product for 10.00 USD, with so many on the shelf. */
async function product(name: string, onHand: number): Promise<string> {
  counter += 1;
  const query = 'mutation ($input: AddProductInput!) { addProduct(input: $input) { id } }';
  const input = { sku: `SHOP-${counter}`, name, kind: 'BOOK', price: usd('10.00'), onHand };
  const { addProduct } = await tested.get<{ addProduct: { id: string } }>(query, {
    variables: { input },
    actor: STAFF,
  });
  return addProduct.id;
}

async function place(member: string, productId: string, quantity = 1): Promise<string> {
  counter += 1;
  const input = { lines: [{ productId, quantity }], idempotencyKey: `cart-${counter}` };
  // Right after it was added, orders' copies may not have heard of a member or a product.
  const { placeOrder } = await eventually('the order to be taken', () => tested.run(PlaceOrder, { input }, member));
  return placeOrder?.id ?? '';
}

const follow = async (id: string, actor: string) => (await tested.run(FollowOrder, { id }, actor)).order;

/** The order as its member sees it, once it and its payment are there. */
const reach = (id: string, member: string, status: string, payment: string) =>
  eventually(
    `order ${id} to be ${status}, its payment ${payment}`,
    async () => {
      const order = await follow(id, member);
      if (order?.status !== status || order.payment?.status !== payment)
        throw new Error(`they are ${order?.status}, ${order?.payment?.status}`);
      return order;
    },
    30_000,
  );

const stockOf = async (id: string) => (await tested.run(ProductStock, { id })).product?.stock;
const stock = (id: string, onHand: number, reserved: number) =>
  eventually(
    `${onHand} on hand, ${reserved} reserved`,
    async () => {
      expect(await stockOf(id)).toEqual({ onHand, reserved, available: onHand - reserved });
      return true;
    },
    30_000,
  );

describe('a member', () => {
  test('browses, orders and pays; staff hands it over, and it leaves the shelf', async () => {
    const id = await product('Cable theory for browsers', 10);
    const { products } = await tested.run(SearchProducts, { text: 'theory browsers' });
    expect(products?.edges?.map(({ node }) => [node?.id, node?.price])).toEqual([[id, usd('10.00')]]);

    const member = await buyer();
    const order = await place(member, id, 3);
    const paid = await reach(order, member, 'PAID', 'CAPTURED');
    expect(paid).toMatchObject({ total: usd('30.00'), payment: { amount: usd('30.00') }, fulfilledAt: null });
    await stock(id, 10, 3);
    const { myPayments } = await tested.run(MyPayments, {}, member);
    expect(myPayments?.edges).toMatchObject([{ node: { purpose: 'ORDER', status: 'CAPTURED', order: { id: order } } }]);

    await tested.run(FulfilOrder, { id: order }, STAFF);
    await stock(id, 7, 0);
    expect(await follow(order, member)).toMatchObject({ status: 'FULFILLED', fulfilledAt: expect.any(String) });
  });

  test.each([
    ['tok_decline_funds', 'INSUFFICIENT_FUNDS'],
    ['tok_decline_expired', 'CARD_EXPIRED'],
  ])('whose card is declined (%s) has no order, and the stock comes back', async (card, reason) => {
    const id = await product(`Declined ${card}`, 5);
    const member = await buyer(card);
    const order = await place(member, id, 2);
    expect(await reach(order, member, 'CANCELLED', 'DECLINED')).toMatchObject({
      cancelReason: 'PAYMENT_DECLINED',
      payment: { declineReason: reason },
    });
    await stock(id, 5, 0);
  });

  test('sees a product by its new name and price after ordering, at what was paid', async () => {
    const id = await product('Old name', 5);
    const member = await buyer();
    const order = await place(member, id, 2);
    await reach(order, member, 'PAID', 'CAPTURED');
    await tested.run(RenameProduct, { id, name: 'New name' }, STAFF);
    const reprice = 'mutation ($id: ID!, $price: MoneyInput!) { repriceProduct(id: $id, price: $price) { id } }';
    await tested.get(reprice, { variables: { id, price: usd('99.00') }, actor: STAFF });
    const followed = await eventually('the copies to follow', async () => {
      const seen = await follow(order, member);
      return seen?.lines?.[0]?.product?.price?.amount === '99.00' && seen;
    });
    expect(followed).toMatchObject({
      total: usd('20.00'),
      lines: [{ quantity: 2, unitPrice: usd('10.00'), product: { name: 'New name' } }],
      payment: { amount: usd('20.00') },
    });
  });

  test('cancels what is paid: the money and the stock come back; what was handed over stays', async () => {
    const id = await product('Second thoughts', 5);
    const member = await buyer();
    const kept = await place(member, id);
    const order = await place(member, id, 2);
    await reach(order, member, 'PAID', 'CAPTURED');
    await tested.run(CancelOrder, { id: order }, member);
    expect(await reach(order, member, 'CANCELLED', 'REFUNDED')).toMatchObject({ cancelReason: 'MEMBER' });
    await reach(kept, member, 'PAID', 'CAPTURED');
    await tested.run(FulfilOrder, { id: kept }, STAFF);
    await stock(id, 4, 0);
    const { errors } = await tested.ask(CancelOrder.query, { variables: { id: kept }, actor: member });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['NOT_CANCELLABLE']);
    expect((await follow(kept, member))?.payment?.status).toBe('CAPTURED');
  });

  test('is shown nobody else’s payment', async () => {
    const id = await product('Private', 5);
    const member = await buyer();
    const order = await place(member, id);
    await reach(order, member, 'PAID', 'CAPTURED');
    const { data, errors } = await tested.ask<{ order: { status: string; payment: unknown } }>(FollowOrder.query, {
      variables: { id: order },
      actor: await buyer(),
    });
    expect(data?.order.payment).toBeNull();
    expect(errors.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['order', 'payment'], 'FORBIDDEN'],
    ]);
  });
});

describe('a subscription', () => {
  const REQUEST = 'mutation { requestSubscription(plan: STANDARD, idempotencyKey: "first") { id } }';
  const ME = '{ me { subscription { plan paidUntil } subscriptionState { status refusal } } }';
  interface Me {
    me: {
      subscription: { plan: string; paidUntil: string | null };
      subscriptionState: { status: string; refusal: string | null };
    };
  }
  /** What the member sees once the payment came out. */
  const outcome = (member: string) =>
    eventually(
      'the payment of the subscription to come out',
      async () => {
        const { me } = await tested.get<Me>(ME, { actor: member });
        return me.subscriptionState.status === 'REQUESTED' ? null : me;
      },
      30_000,
    );

  test('that is asked for is charged, and active until the month is over', async () => {
    const member = await buyer();
    await tested.get(REQUEST, { actor: member });
    expect(await outcome(member)).toEqual({
      subscription: { plan: 'STANDARD', paidUntil: expect.any(String) },
      subscriptionState: { status: 'ACTIVE', refusal: null },
    });
    await tested.get(REQUEST, { actor: member }); // once more, by the same key
    const { myPayments } = await tested.run(MyPayments, {}, member);
    expect(myPayments?.edges?.map(({ node }) => node)).toMatchObject([
      { purpose: 'SUBSCRIPTION', status: 'CAPTURED', amount: usd('9.00'), order: null },
    ]);
  });

  test('whose card is declined stays free', async () => {
    const member = await buyer('tok_decline_funds');
    await tested.get(REQUEST, { actor: member });
    expect(await outcome(member)).toMatchObject({ subscriptionState: { refusal: 'INSUFFICIENT_FUNDS' } });
  });
});

test('payments is down: orders are taken, and paid once it is back; killed meanwhile, it charges each once', async () => {
  const id = await product('Patience', 50);
  const member = await buyer();
  await tested.platform.hold('payments', { signal: 'SIGKILL' });
  const placed: string[] = [];
  for (let n = 0; n < 5; n += 1) placed.push(await place(member, id));
  expect(
    (
      await tested.get<{ order: { status: string } }>('query ($id: ID!) { order(id: $id) { status } }', {
        variables: { id: placed[0] },
      })
    ).order.status,
  ).toBe('PLACED');
  await tested.platform.release('payments');
  await eventually(
    'the first to be paid',
    async () => {
      const { data } = await tested.ask<{ myPayments: { totalCount: number } | null }>(MyPayments.query, {
        actor: member,
      });
      return (data?.myPayments?.totalCount ?? 0) > 0;
    },
    60_000,
  );
  await tested.platform.kill('payments');
  for (let n = 0; n < 5; n += 1) placed.push(await place(member, id));
  await tested.platform.ready('payments');
  for (const order of placed) await reach(order, member, 'PAID', 'CAPTURED');
  await stock(id, 50, 10);
  const { myPayments } = await tested.run(MyPayments, {}, member);
  expect(myPayments?.totalCount).toBe(10);
  expect(tested.unexpected).toEqual([]);
});

test('the sample data has it all: cards that are declined, orders that are paid, cancelled and handed over', async () => {
  const world = { endpoint: tested.platform.gatewayUrl, units: UNITS, members: 20, orders: 40 };
  const { phases } = await seed(world);
  expect(phases.cards).toMatchObject({ created: phases.cards?.total });
  expect(phases.fulfilments?.created).toBeGreaterThan(3);
  const count = async (status: string) => {
    const query = 'query ($status: OrderStatus) { orders(status: $status, first: 1) { totalCount } }';
    const { orders } = await tested.get<{ orders: { totalCount: number } }>(query, {
      variables: { status },
      actor: STAFF,
    });
    return orders.totalCount;
  };
  const counts = async () => Promise.all(['PAID', 'FULFILLED', 'CANCELLED'].map(count));
  await eventually('every payment to come out', async () => (await count('PLACED')) === 0, 60_000);
  const first = await counts();
  expect(Math.min(...first)).toBeGreaterThan(0);
  expect((await seed(world)).phases).toMatchObject({
    cards: { created: 0 },
    orders: { created: 0 },
    fulfilments: { created: 0 },
  });
  expect(await counts()).toEqual(first);
});
