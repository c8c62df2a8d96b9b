import { type EntityInstance, requireStaff, WellspringError } from '@wellspring/kit';
import type { CatalogContext } from '../context.ts';
import type { ProductDocument } from './ProductDocument.ts';

/**
 * A product, for staff to change.
 * @throws WellspringError UNAUTHENTICATED, FORBIDDEN, NOT_FOUND
 */
export async function loadProductToChange(
  ctx: Pick<CatalogContext, 'actor' | 'models'>,
  id: string,
): Promise<EntityInstance<ProductDocument>> {
  requireStaff(ctx);
  const product = await ctx.models.Product.findById(id);
  if (product === null) throw new WellspringError('NOT_FOUND', `Expected a product with id "${id}", got none.`);
  return product;
}
