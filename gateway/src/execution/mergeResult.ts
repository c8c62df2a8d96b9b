import type { Item } from './collectTargets.ts';
import { readOwn, setOwn } from './ownKey.ts';

/**
 * Puts what a subgraph said of an object into that object, in place: others hold it. What is new is shared, not copied; what both
 * hold is merged, lists item by item.
 */
export function mergeResult(target: Item, source: Item): void {
  for (const key in source) {
    const value = source[key];
    if (value === undefined) continue;
    const there = readOwn(target, key);
    if (there === undefined || there === null) setOwn(target, key, value);
    else if (typeof there === 'object' && typeof value === 'object' && value !== null && there !== value)
      mergeValues(target, key, there, value);
    else setOwn(target, key, value);
  }
}

function mergeValues(target: Item, key: string, there: object, value: object): void {
  if (Array.isArray(there) && Array.isArray(value) && there.length === value.length) {
    value.forEach((item, index) => {
      const other: unknown = there[index];
      if (isItem(other) && isItem(item)) mergeResult(other, item);
      else if (Array.isArray(other) && Array.isArray(item)) mergeValues(there as never, String(index), other, item);
      else there[index] = item;
    });
  } else if (isItem(there) && isItem(value)) mergeResult(there, value);
  else setOwn(target, key, value);
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
