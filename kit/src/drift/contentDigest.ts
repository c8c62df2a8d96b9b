import { createHash } from 'node:crypto';

/**
 * A digest of some fields of a view's content in wire form (PROTOCOL.md, "Drift"): the same at the owner and in a replica,
 * whatever the order of keys; a field that is not there counts as null.
 */
export function contentDigest(content: Readonly<Record<string, unknown>>, fields: readonly string[]): string {
  return digestOf(JSON.stringify([...fields].sort().map((field) => [field, canonical(content[field] ?? null)])));
}

/** What is compared of one live entity. */
export interface DigestedRow {
  readonly id: string;
  readonly epoch: number;
  readonly rev: number;
  readonly digest: string;
}

/** The digest of a range of live entities, which are added in the order of their ids. */
export class BucketDigest {
  readonly #hash = createHash('sha256');
  count = 0;

  add({ id, epoch, rev, digest }: DigestedRow): void {
    this.#hash.update(JSON.stringify([id, epoch, rev, digest]));
    this.count += 1;
  }

  /** Ends it. */
  digest(): string {
    return this.#hash.digest('base64url').slice(0, 22);
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** The value with each object as `{ "o": [[key, value], …] }`, its keys in order: no list can be taken for an object. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return { o: entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]) };
}
