import type { Reaction } from '@wellspring/kit';
import type { CatalogContext } from '../context.ts';
import type { data } from '../data.ts';
import { type OrderedLine, sumLines } from './sumLines.ts';

/** What a placed order asks for is reserved, also of a product that is not kept in stock yet. */
export const reserveStock: Reaction<'orders.OrderPlaced', typeof data> = ({ data: { lines } }, ctx) =>
  changeReserved(ctx, lines, 1);

/** What a cancelled order asked for is free again. */
export const releaseStock: Reaction<'orders.OrderCancelled', typeof data> = ({ data: { lines } }, ctx) =>
  changeReserved(ctx, lines, -1);

async function changeReserved(
  { models }: Pick<CatalogContext, 'models'>,
  lines: readonly OrderedLine[],
  sign: 1 | -1,
): Promise<void> {
  for (const [productId, quantity] of sumLines(lines)) {
    await models.Stock.updateOne({ _id: productId }, { $inc: { reserved: sign * quantity } }, { upsert: true });
  }
}
