import { duplicateField, type EntityInstance, WellspringError } from '@wellspring/kit';
import type { ProductDocument } from './ProductDocument.ts';

/**
 * Writes a product.
 * @throws WellspringError SKU_TAKEN, CONFLICT
 */
export async function saveProduct(product: EntityInstance<ProductDocument>): Promise<EntityInstance<ProductDocument>> {
  try {
    await product.save();
    return product;
  } catch (error) {
    if (duplicateField(error) !== 'sku') throw error;
    throw new WellspringError('SKU_TAKEN', `The sku "${product.sku}" belongs to another product.`, { cause: error });
  }
}
