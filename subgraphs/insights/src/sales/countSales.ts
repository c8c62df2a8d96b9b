import type { InsightsContext } from '../context.ts';

/** Adds to what was sold of each product, inside the caller's transaction. */
export async function countSales(
  sold: ReadonlyMap<string, number>,
  { ProductSales }: Pick<InsightsContext['records'], 'ProductSales'>,
): Promise<void> {
  for (const [_id, by] of sold) await ProductSales.updateOne({ _id }, { $inc: { sold: by } }, { upsert: true });
}
