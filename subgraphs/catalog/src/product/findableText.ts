import type { ProductDocument } from './ProductDocument.ts';

/** The fields that are derived from what a product says of itself, so that capital letters matter to no search and no order. */
export function findableText({
  name,
  sku,
  description,
}: Pick<ProductDocument, 'name' | 'sku' | 'description'>): Pick<ProductDocument, 'sortName' | 'searchText'> {
  return { sortName: fold(name), searchText: fold([name, sku, description ?? ''].join('\n')) };
}

/** One spelling of what people take for the same text. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
