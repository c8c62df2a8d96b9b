import { describe, expect, test } from '@jest/globals';
import { planProducts, toSku } from './planProducts.ts';
import { readCatalog } from './readCatalog.ts';

const catalog = readCatalog();
const products = planProducts(catalog);

describe('the catalog file', () => {
  test('holds at least 220 items, of every kind', () => {
    expect(catalog.items.length).toBeGreaterThanOrEqual(220);
    expect(new Set(catalog.items.map(({ kind }) => kind))).toEqual(new Set(['STANDARD', 'COURSE', 'BOOK', 'EVENT']));
  });

  test('names no title twice and uses every source', () => {
    expect(new Set(catalog.items.map(({ title }) => title)).size).toBe(catalog.items.length);
    expect(new Set(catalog.items.map(({ source }) => source))).toEqual(new Set(Object.keys(catalog.sources)));
  });

  test('has identifiers in the form of their publisher', () => {
    for (const { id, kind, edition } of catalog.items) {
      if (kind === 'STANDARD') expect(id).toMatch(/^(?:(?:ANSI\/)?SCTE \d{2,3}(?:-\d{1,2})?|RFC \d{4})$/);
      if (kind === 'BOOK') expect(id).toMatch(/^ISBN [\d-]+[\dX]$/);
      if (id.includes('SCTE')) expect(edition).toMatch(/^20\d\d/);
    }
  });

  test('has ISBNs whose check digits are right', () => {
    for (const { id } of catalog.items.filter(({ kind }) => kind === 'BOOK')) {
      const digits = [...id.replaceAll(/[^\dX]/g, '')].map((sign) => (sign === 'X' ? 10 : Number(sign)));
      const sum = digits.reduce(
        (total, digit, index) => total + digit * (digits.length === 13 ? (index % 2 ? 3 : 1) : 10 - index),
        0,
      );
      expect({ id, rest: sum % (digits.length === 13 ? 10 : 11) }).toEqual({ id, rest: 0 });
    }
  });

  test('holds text and no markup left over from a page', () => {
    for (const { title, description } of catalog.items)
      expect(`${title} ${description}`).not.toMatch(/&\w+;|\\n|\n|https?:| {2}/);
  });

  test.each([
    ['a missing title', { title: undefined }, '"title" must be a text without blanks around it; got undefined'],
    ['an unknown kind', { kind: 'GADGET' }, '"kind" must be one of STANDARD, COURSE, BOOK, EVENT; got "GADGET"'],
    ['an unknown source', { source: 'hearsay' }, '"source" must be a key of "sources"; got "hearsay"'],
  ])('is refused with %s, naming the item and the field', (_, change, message) => {
    const faulty = { ...catalog, items: [{ ...catalog.items[0], ...change }] };
    expect(() => readCatalog(JSON.stringify(faulty))).toThrow(message);
  });

  test('is refused with an item that is there twice', () => {
    const faulty = { ...catalog, items: [catalog.items[0], catalog.items[0]] };
    expect(() => readCatalog(JSON.stringify(faulty))).toThrow('an identifier that no other item has');
  });
});

describe('the products planned from it', () => {
  test('have a sku each, of capital letters, digits, dots and dashes, and no more of them than the catalog takes', () => {
    expect(new Set(products.map(({ sku }) => sku)).size).toBe(products.length);
    for (const { sku, name } of products) {
      expect(sku).toMatch(/^[A-Z0-9][A-Z0-9.-]{0,62}[A-Z0-9]$/);
      expect(name.length).toBeLessThanOrEqual(300);
    }
  });

  test.each([
    ['ANSI/SCTE 35', 'SCTE-35-2020', 'ANSI/SCTE 35 2020: Digital Program Insertion Cueing Message'],
    ['SCTE 46', 'SCTE-46-2014-R2021', 'SCTE 46 2014 (R2021): Test Method for AC to DC Power Supplies'],
    ['RFC 4862', 'RFC-4862-2007', 'RFC 4862: IPv6 Stateless Address Autoconfiguration'],
    ['Return Path', 'COURSE-RETURN-PATH', 'Return Path'],
    ['ISBN 0-13-306382-8', 'ISBN-0-13-306382-8', 'Cable Television Proof of Performance'],
    ['TechExpo 2024', 'EVENT-TECHEXPO-2024', 'SCTE TechExpo 2024'],
  ])('are called after their item: %s', (id, sku, name) => {
    const item = catalog.items.find((candidate) => candidate.id === id);
    expect(item && toSku(item)).toBe(sku);
    expect(products.find((product) => product.sku === sku)?.name).toBe(name);
  });

  test('have prices that are the same on every machine, in whole dollars of their kind', () => {
    expect(products.find(({ sku }) => sku === 'SCTE-35-2020')?.price).toEqual({ amount: '179.00', currency: 'USD' });
    for (const { price } of products) expect(price.amount).toMatch(/^[1-9]\d{1,3}\.00$/);
  });

  test('are kept in stock where they are printed, and never where they are courses or events', () => {
    for (const { kind, onHand } of products) {
      if (kind === 'BOOK') expect(onHand).toBeGreaterThan(0);
      if (kind === 'COURSE' || kind === 'EVENT') expect(onHand).toBeUndefined();
    }
    expect(products.some(({ kind, onHand }) => kind === 'STANDARD' && onHand !== undefined)).toBe(true);
  });
});
