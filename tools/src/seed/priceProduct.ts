import { fnv1a } from '@wellspring/kit/random';
import type { ProductKind } from './readCatalog.ts';

/** Lowest price, step, and number of steps of a kind; whole dollars. */
const SCALES: Readonly<Record<ProductKind, { from: number; step: number; steps: number }>> = {
  STANDARD: { from: 39, step: 10, steps: 15 },
  COURSE: { from: 195, step: 50, steps: 12 },
  BOOK: { from: 49, step: 10, steps: 8 },
  EVENT: { from: 495, step: 100, steps: 8 },
};

/**
 * Prices are made up, by this rule: `from + step × (FNV-1a of the sku mod steps)` dollars, with the scale of the kind.
 * A sku has one price, on every machine and for ever.
 * @returns an amount in US dollars with two decimals
 */
export function priceProduct(sku: string, kind: ProductKind): { readonly amount: string; readonly currency: 'USD' } {
  const { from, step, steps } = SCALES[kind];
  return { amount: (from + step * (fnv1a(sku) % steps)).toFixed(2), currency: 'USD' };
}

/**
 * How many are on hand at first, made up too: books, and every fifth standard (by the same hash) as a printed copy.
 * @returns undefined for what is not kept in stock
 */
export function firstStock(sku: string, kind: ProductKind): number | undefined {
  const hash = fnv1a(`stock ${sku}`);
  if (kind === 'BOOK') return 2_000 + (hash % 8) * 250;
  return kind === 'STANDARD' && hash % 5 === 0 ? 500 + (hash % 10) * 50 : undefined;
}
