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

/** What was reserved for an order has left: off the shelf, where the product is kept in stock, and no longer reserved. */
export const takeStock: Reaction<'orders.OrderFulfilled', typeof data> = async ({ data: { lines } }, { models }) => {
  for (const [_id, quantity] of sumLines(lines)) {
    const leaves = { reserved: -quantity };
    const kept = await models.Stock.updateOne(
      { _id, onHand: { $exists: true } },
      { $inc: { ...leaves, onHand: -quantity } },
    );
    if (kept.matchedCount === 0) await models.Stock.updateOne({ _id }, { $inc: leaves }, { upsert: true });
  }
};

async function changeReserved(
  { models }: Pick<CatalogContext, 'models'>,
  lines: readonly OrderedLine[],
  sign: 1 | -1,
): Promise<void> {
  for (const [productId, quantity] of sumLines(lines)) {
    await models.Stock.updateOne({ _id: productId }, { $inc: { reserved: sign * quantity } }, { upsert: true });
  }
}
