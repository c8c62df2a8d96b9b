import { entitySchema } from '@wellspring/kit';
import type { StockDocument } from './StockDocument.ts';

/** The golden source of Stock: a document of its own, since it changes far more often than the product and no view shows it. */
export const stockSchema = entitySchema<StockDocument>({ onHand: Number, reserved: Number });
