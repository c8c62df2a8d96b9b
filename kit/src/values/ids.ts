import { createHash } from 'node:crypto';
import { v7 } from 'uuid';

/** A new id: UUID version 7, so that ids made later sort later. */
export function newId(): string {
  return v7();
}

/**
 * The id that always comes from these parts, in this order: what makes a repeated command find its first result.
 * 128 bits of SHA-256 as base64url. Parts cannot run into each other: `('ab', 'c')` is not `('a', 'bc')`.
 */
export function derivedId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
}
