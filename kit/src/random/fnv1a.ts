/**
 * The 32-bit FNV-1a hash of a text's UTF-8 bytes (http://www.isthe.com/chongo/tech/comp/fnv/): turns an identifier into
 * a number that never changes, from which a price or the seed of a generator is made.
 */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
