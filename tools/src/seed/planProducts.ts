import { firstStock, priceProduct } from './priceProduct.ts';
import type { Catalog, CatalogItem, ProductKind } from './readCatalog.ts';

/** The input of the catalog's addProduct. */
export interface PlannedProduct {
  readonly sku: string;
  readonly name: string;
  readonly kind: ProductKind;
  readonly description: string;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly onHand?: number;
}

/** What the shop sells: every item of the catalog file, with a made-up price. */
export function planProducts(catalog: Catalog): PlannedProduct[] {
  return catalog.items.map((item) => {
    const sku = toSku(item);
    const onHand = firstStock(sku, item.kind);
    return {
      sku,
      name: toName(item),
      kind: item.kind,
      description: item.description,
      price: priceProduct(sku, item.kind),
      ...(onHand === undefined ? {} : { onHand }),
    };
  });
}

/**
 * The sku of an item: its identifier and edition in capital letters, digits, dots and dashes. `ANSI/` is left out (an
 * approval, not part of the number), and courses and events get a prefix: `SCTE-35-2020`, `RFC-4639-2006`, `COURSE-RETURN-PATH`.
 */
export function toSku({ id, edition, kind }: CatalogItem): string {
  const prefix = kind === 'COURSE' || kind === 'EVENT' ? `${kind} ` : '';
  const suffix = edition === undefined || id.endsWith(edition) || kind === 'BOOK' ? '' : ` ${edition}`;
  return `${prefix}${id.replace(/^ANSI\//, '')}${suffix}`
    .toUpperCase()
    .replaceAll(/[^A-Z0-9.]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The name in the shop: standards as their publisher cites them, everything else by its title. */
function toName({ id, edition, title, kind }: CatalogItem): string {
  if (kind !== 'STANDARD') return title;
  return edition === undefined || id.startsWith('RFC') ? `${id}: ${title}` : `${id} ${edition}: ${title}`;
}
