import { readFileSync } from 'node:fs';

export type ProductKind = 'STANDARD' | 'COURSE' | 'BOOK' | 'EVENT';

/** A publication in which an item was found. */
export interface CatalogSource {
  readonly title: string;
  readonly publisher: string;
  readonly address: string;
}

/** A real item: identifier, edition and title are facts; the description is our own. */
export interface CatalogItem {
  /** As its publisher writes it: `ANSI/SCTE 35`. */
  readonly id: string;
  /** Year or edition, where the source tells it: `2020`, `2019a`, `2014 (R2021)`. */
  readonly edition?: string;
  readonly title: string;
  readonly kind: ProductKind;
  readonly description: string;
  /** A key of {@link Catalog.sources}. */
  readonly source: string;
}

export interface Catalog {
  readonly about: string;
  readonly sources: Readonly<Record<string, CatalogSource>>;
  readonly items: readonly CatalogItem[];
}

const KINDS: ReadonlySet<unknown> = new Set<ProductKind>(['STANDARD', 'COURSE', 'BOOK', 'EVENT']);

/**
 * Reads `catalog.json` beside this file and checks its form.
 * @throws Error that names the item and the field which is missing or wrong
 */
export function readCatalog(text: string = readFileSync(new URL('./catalog.json', import.meta.url), 'utf8')): Catalog {
  const catalog = JSON.parse(text) as Catalog;
  for (const [key, source] of Object.entries(catalog.sources)) {
    for (const field of ['title', 'publisher', 'address'] as const) assertText(source[field], `source ${key}`, field);
  }
  const seen = new Set<string>();
  catalog.items.forEach((item, index) => {
    const where = `item ${index} (${String(item.id)})`;
    for (const field of ['id', 'title', 'description', 'source'] as const) assertText(item[field], where, field);
    if (item.edition !== undefined) assertText(item.edition, where, 'edition');
    if (!KINDS.has(item.kind)) throw faulty(where, 'kind', `one of ${[...KINDS].join(', ')}`, item.kind);
    if (!Object.hasOwn(catalog.sources, item.source)) throw faulty(where, 'source', 'a key of "sources"', item.source);
    if (seen.has(item.id)) throw faulty(where, 'id', 'an identifier that no other item has', item.id);
    seen.add(item.id);
  });
  return catalog;
}

function assertText(value: unknown, where: string, field: string): void {
  if (typeof value !== 'string' || value.trim() !== value || value === '') {
    throw faulty(where, field, 'a text without blanks around it', value);
  }
}

function faulty(where: string, field: string, expected: string, got: unknown): Error {
  return new Error(`catalog.json, ${where}: "${field}" must be ${expected}; got ${JSON.stringify(got)}.`);
}
