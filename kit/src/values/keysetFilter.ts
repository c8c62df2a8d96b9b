import type { SortValue } from './cursor.ts';

/** The order of a list: fields that every document has, 1 ascending, -1 descending. */
export type ListSort = Readonly<Record<string, 1 | -1>>;

/** A filter for the rows that come after those values in that order. */
export type KeysetFilter = { $or: Record<string, SortValue | Record<string, SortValue>>[] };

/**
 * The MongoDB filter for what comes after `values` in the order of `sort`: for (a, b), `a > a0`, or `a = a0 and b > b0`.
 * Unlike skip, it costs the same on each page and shows no row twice when others are added or removed meanwhile.
 */
export function keysetFilter(sort: ListSort, values: readonly SortValue[]): KeysetFilter {
  const terms = Object.entries(sort).flatMap(([field, direction], i) => {
    const value = values[i];
    return value === undefined ? [] : [{ field, value, beyond: { [direction === 1 ? '$gt' : '$lt']: value } }];
  });
  return {
    $or: terms.map(({ field, beyond }, i) => ({
      ...Object.fromEntries(terms.slice(0, i).map((equal) => [equal.field, equal.value])),
      [field]: beyond,
    })),
  };
}
