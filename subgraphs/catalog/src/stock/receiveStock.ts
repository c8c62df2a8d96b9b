import { requireStaff, WellspringError } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { decideReceipt } from './decideReceipt.ts';
import { openStock } from './openStock.ts';

/** Adds to what is on hand; opens the stock of a product that has none (also after a crash between adding the two). */
export const receiveStock: NonNullable<MutationResolvers['receiveStock']> = async (
  _root,
  { productId, quantity },
  ctx,
) => {
  requireStaff(ctx);
  const stock = await ctx.models.Stock.findById(productId);
  const received = decideReceipt(stock?.onHand ?? 0, quantity);
  if (stock === null) {
    const product = await ctx.entities.Product.load(productId);
    if (product === null)
      throw new WellspringError('NOT_FOUND', `Expected a product with id "${productId}", got none.`);
    return openStock(ctx, productId, quantity);
  }
  stock.set({ onHand: received.onHand });
  stock.record('StockReceived', received);
  await stock.save();
  return stock;
};
