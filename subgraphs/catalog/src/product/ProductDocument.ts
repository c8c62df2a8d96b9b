import type { Connection, EntityDocument, Money } from '@wellspring/kit';

/** A product as stored and as field resolvers see it. */
export interface ProductDocument extends EntityDocument {
  sku: string;
  name: string;
  kind: 'STANDARD' | 'COURSE' | 'BOOK' | 'EVENT';
  description: string | null;
  price: Money;
  /** False once retired. */
  active: boolean;
  /** What lists are sorted by: see {@link findableText}. */
  sortName: string;
  /** What is searched: see {@link findableText}. */
  searchText: string;
}

/** What the schema's ProductConnection resolves from. */
export type ProductConnectionDocument = Connection<ProductDocument>;
