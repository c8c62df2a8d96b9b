import type { Item } from './collectTargets.ts';

const isInherited = (key: string): boolean => key in Object.prototype;

/** Reads a key that a client chose (`constructor`, `__proto__`) without finding what every object inherits. */
export function readOwn(item: Item, key: string): unknown {
  return isInherited(key) && !Object.hasOwn(item, key) ? undefined : item[key];
}

/** Sets a key that a client chose; `__proto__` is a key like any other. */
export function setOwn(item: Item, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(item, key, { value, enumerable: true, configurable: true, writable: true });
  else item[key] = value;
}
