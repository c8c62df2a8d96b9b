import { entitySchema, moneyPaths } from '@wellspring/kit';
import type { ProductDocument } from './ProductDocument.ts';

/** The golden source of Product. */
export const productSchema = entitySchema<ProductDocument>(
  {
    sku: { type: String, required: true },
    name: { type: String, required: true },
    kind: { type: String, enum: ['STANDARD', 'COURSE', 'BOOK', 'EVENT'], required: true },
    description: { type: String, default: null },
    price: moneyPaths,
    active: { type: Boolean, required: true },
    sortName: { type: String, required: true },
    searchText: { type: String, required: true },
  },
  [
    { name: 'sku', fields: { sku: 1 }, unique: true },
    { name: 'named', fields: { sortName: 1, _id: 1 } },
    { name: 'kind-named', fields: { kind: 1, sortName: 1, _id: 1 } },
  ],
);
