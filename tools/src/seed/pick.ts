import type { Random } from '@wellspring/kit/random';

/** One of `items`, each as likely as the others. */
export function pick<T>(items: readonly T[], random: Random): T {
  return at(items, Math.floor(random() * items.length));
}

/**
 * A chooser of items by weight: an item of weight 2 comes twice as often as one of weight 1, one of weight 0 never.
 * @throws RangeError when no item has a weight above zero
 */
export function weighted<T>(items: readonly T[], weightOf: (item: T, index: number) => number): (random: Random) => T {
  const cumulative: number[] = [];
  let total = 0;
  items.forEach((item, index) => {
    total += weightOf(item, index);
    cumulative.push(total);
  });
  if (!(total > 0))
    throw new RangeError(
      `Expected items to choose from with a weight above zero; got ${items.length} items of weight 0.`,
    );
  return (random) => {
    const target = random() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return at(items, low);
  };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Expected an item at ${index} of ${items.length}.`);
  return item;
}
