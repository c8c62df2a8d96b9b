import { foldText } from '@wellspring/kit';
import type { ProductDocument } from './ProductDocument.ts';

/** The fields that are derived from what a product says of itself, so that capital letters matter to no search and no order. */
export function findableText({
  name,
  sku,
  description,
}: Pick<ProductDocument, 'name' | 'sku' | 'description'>): Pick<ProductDocument, 'sortName' | 'searchText'> {
  return { sortName: foldText(name), searchText: foldText([name, sku, description ?? ''].join('\n')) };
}
