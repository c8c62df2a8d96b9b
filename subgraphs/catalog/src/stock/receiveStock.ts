import { type EntityInstance, isWellspringError, requireStaff, WellspringError } from '@wellspring/kit';
import type { CatalogContext } from '../context.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { decideReceipt } from './decideReceipt.ts';
import { openStock } from './openStock.ts';
import type { StockDocument } from './StockDocument.ts';

type ReceiveStock = NonNullable<MutationResolvers['receiveStock']>;

/** How often adding is repeated when somebody else, an order perhaps, changed the stock meanwhile: it adds up either way. */
const RACES = 3;

/** Adds to what is on hand; opens the stock of a product that has none (also after a crash between adding the two). */
export const receiveStock: ReceiveStock = async (_root, input, ctx) => {
  requireStaff(ctx);
  for (let race = 1; ; race += 1) {
    try {
      return await addToStock(input, ctx);
    } catch (error) {
      if (!isWellspringError(error, 'CONFLICT') || race === RACES) throw error;
    }
  }
};

async function addToStock(
  { productId, quantity }: Parameters<ReceiveStock>[1],
  ctx: CatalogContext,
): Promise<EntityInstance<StockDocument>> {
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
}
