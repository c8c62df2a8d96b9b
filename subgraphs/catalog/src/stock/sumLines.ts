/** A line of an order. */
export interface OrderedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** How many of each product an order asks for. */
export function sumLines(lines: readonly OrderedLine[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return sums;
}
