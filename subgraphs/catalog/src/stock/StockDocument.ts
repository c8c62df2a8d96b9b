import type { EntityDocument } from '@wellspring/kit';

/** How many of a product are there; its id is the product's. */
export interface StockDocument extends EntityDocument {
  onHand: number;
}
