import { duplicateField, type EntityInstance, WellspringError } from '@wellspring/kit';
import type { CatalogContext } from '../context.ts';
import { decideReceipt } from './decideReceipt.ts';
import type { StockDocument } from './StockDocument.ts';

/**
 * Begins to keep a product in stock, with what is there.
 * @throws WellspringError CONFLICT when somebody else did so meanwhile
 */
export async function openStock(
  { models }: Pick<CatalogContext, 'models'>,
  productId: string,
  onHand: number,
): Promise<EntityInstance<StockDocument>> {
  const stock = new models.Stock({ _id: productId, onHand });
  if (onHand > 0) stock.record('StockReceived', decideReceipt(0, onHand));
  try {
    await stock.save();
    return stock;
  } catch (error) {
    if (duplicateField(error) !== '_id') throw error;
    throw new WellspringError(
      'CONFLICT',
      `The stock of product "${productId}" was opened by somebody else meanwhile.`,
      { cause: error },
    );
  }
}
