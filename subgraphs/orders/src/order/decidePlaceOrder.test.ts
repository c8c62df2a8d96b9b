import { describe, expect, test } from '@jest/globals';
import { decidePlaceOrder, type PlaceOrderFacts, type ProductCopy } from './decidePlaceOrder.ts';

const now = new Date('2026-03-01T09:30:00Z');
const copy = (id: string, amount: string, changes: Partial<ProductCopy> = {}): ProductCopy => ({
  id,
  name: `Product ${id}`,
  price: { amount, currency: 'USD' },
  active: true,
  ...changes,
});
const products = (...copies: ProductCopy[]) => new Map(copies.map((product) => [product.id, product]));
const given = (facts: Partial<PlaceOrderFacts>): PlaceOrderFacts => ({
  orderId: 'o1',
  memberId: 'm1',
  memberExists: true,
  country: 'DE',
  lines: [{ productId: 'p1', quantity: 2 }],
  products: products(copy('p1', '129.00')),
  now,
  ...facts,
});

describe('placing an order', () => {
  test('given products on sale, freezes their prices and the total', () => {
    const lines = [
      { productId: 'p1', quantity: 2 },
      { productId: 'p2', quantity: 3 },
    ];
    const { document, event } = decidePlaceOrder(
      given({ lines, products: products(copy('p1', '129.00'), copy('p2', '0.10')) }),
    );
    expect(document).toEqual({
      _id: 'o1',
      memberId: 'm1',
      status: 'PLACED',
      placedAt: now,
      cancelledAt: null,
      lines: [
        { productId: 'p1', quantity: 2, unitPrice: { minor: 12_900, currency: 'USD' } },
        { productId: 'p2', quantity: 3, unitPrice: { minor: 10, currency: 'USD' } },
      ],
      total: { minor: 25_830, currency: 'USD' },
      shipToCountry: 'DE',
    });
    expect(event).toEqual({ memberId: 'm1', total: { amount: '258.30', currency: 'USD' }, lines });
  });

  test('given no known location, goes without a country', () => {
    expect(decidePlaceOrder(given({ country: null })).document.shipToCountry).toBeNull();
  });

  test('given no such member, is refused', () => {
    expect(() => decidePlaceOrder(given({ memberExists: false }))).toThrow(
      expect.objectContaining({ code: 'MEMBER_UNKNOWN' }),
    );
  });

  test('given products that the catalog does not have, names every one', () => {
    const lines = ['p1', 'p2', 'p3'].map((productId) => ({ productId, quantity: 1 }));
    const known = new Map<string, ProductCopy | null>([...products(copy('p1', '1')), ['p2', null]]);
    expect(() => decidePlaceOrder(given({ lines, products: known }))).toThrow(
      expect.objectContaining({ code: 'PRODUCT_UNKNOWN', details: { productIds: ['p2', 'p3'] } }),
    );
  });

  test('given a product off sale, names it', () => {
    expect(() => decidePlaceOrder(given({ products: products(copy('p1', '1', { active: false })) }))).toThrow(
      expect.objectContaining({ code: 'PRODUCT_RETIRED', details: { productIds: ['p1'] } }),
    );
  });

  test('given prices of two currencies, is refused', () => {
    const lines = ['p1', 'p2'].map((productId) => ({ productId, quantity: 1 }));
    const mixed = products(copy('p1', '1'), copy('p2', '1', { price: { amount: '1', currency: 'EUR' } }));
    expect(() => decidePlaceOrder(given({ lines, products: mixed }))).toThrow(
      expect.objectContaining({ code: 'CURRENCY_MIXED', details: { currencies: ['USD', 'EUR'] } }),
    );
  });

  test('a copy without a price is our fault, not the caller’s', () => {
    expect(() => decidePlaceOrder(given({ products: products(copy('p1', '1', { price: null })) }))).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });
});
