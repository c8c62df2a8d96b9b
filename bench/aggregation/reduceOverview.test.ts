import { expect, test } from '@jest/globals';
import { PAGE } from './overviewQuery.ts';
import { productsOf, reduceOrders, reduceOverview, type SourceOrder } from './reduceOverview.ts';

const order = (id: string, status: string, placedAt: string, amount = '10.00', currency = 'USD'): SourceOrder => ({
  id,
  status,
  placedAt,
  total: { amount, currency },
  lines: [{ quantity: 1, unitPrice: { amount, currency }, productId: `product of ${id}` }],
});
const orders = [
  order('a', 'PLACED', '2026-01-01'),
  order('b', 'PAID', '2026-01-03', '0.10'),
  order('c', 'CANCELLED', '2026-01-02'),
  order('d', 'FULFILLED', '2026-01-03', '5', 'EUR'),
];

test('orders in any order reduce to the newest first, exact totals of what is not cancelled, and counts', () => {
  const part = reduceOrders(orders);
  expect(reduceOrders(orders.toReversed())).toEqual(part);
  expect(part.page.map(({ id }) => id)).toEqual(['d', 'b', 'c', 'a']);
  expect(part.totals).toEqual([
    {
      currency: 'EUR',
      orderCount: 1,
      ordered: { amount: '5.00', currency: 'EUR' },
      paid: { amount: '5.00', currency: 'EUR' },
    },
    {
      currency: 'USD',
      orderCount: 2,
      ordered: { amount: '10.10', currency: 'USD' },
      paid: { amount: '0.10', currency: 'USD' },
    },
  ]);
  expect(part.orderCounts.map(({ status, count }) => `${count} ${status}`)).toEqual([
    '1 PLACED',
    '1 PAID',
    '1 FULFILLED',
    '1 CANCELLED',
  ]);
  expect(reduceOrders(Array.from({ length: 30 }, (_, i) => order(`${i}`, 'PLACED', '2026'))).page).toHaveLength(PAGE);
});

test('what a missing part would hold is an error in its place; the rest is there', () => {
  const part = reduceOrders(orders.slice(0, 1));
  expect(productsOf(part)).toEqual(['product of a']);
  const member = { displayName: 'Ada', handle: 'ada', avatarUrl: null };
  const withoutNames = reduceOverview('ada', { member, orders: part, products: undefined }) as {
    member: object;
    purchases: { edges: { node: { lines: { product: { name: unknown } }[] } }[] };
  };
  expect(withoutNames.member).toEqual({ id: 'ada', ...member });
  expect(withoutNames.purchases.edges[0]?.node.lines[0]?.product.name).toMatchObject({ details: { unit: 'catalog' } });
  expect(reduceOverview('ada', { member: undefined, orders: undefined, products: {} })).toMatchObject({
    member: { details: { unit: 'members' } },
    purchases: { details: { unit: 'orders' } },
    totals: { details: { unit: 'orders' } },
  });
});
