import { declareData } from '@wellspring/kit';
import { productSchema } from './product/productSchema.ts';
import { stockSchema } from './stock/stockSchema.ts';

/** What the unit owns, and what it copies. */
export const data = declareData({ entities: { Product: productSchema, Stock: stockSchema }, replicas: {} });
