import type { EntityDocument } from '@wellspring/kit';

/** How many of a product are there, and how many are asked for; its id is the product's. */
export interface StockDocument extends EntityDocument {
  /** Absent while the product is not kept in stock: what is ordered of it is counted all the same. */
  onHand?: number;
  /** Absent until something is ordered. */
  reserved?: number;
}
