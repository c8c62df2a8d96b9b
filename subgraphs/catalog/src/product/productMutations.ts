import { newId, requireStaff } from '@wellspring/kit';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { openStock } from '../stock/openStock.ts';
import { decideAddition } from './decideAddition.ts';
import { decideRename, decideReprice, decideRetirement } from './decideChange.ts';
import { loadProductToChange } from './loadProductToChange.ts';
import { saveProduct } from './saveProduct.ts';

/** How products change: by staff alone. */
export const productMutations: Pick<
  MutationResolvers,
  'addProduct' | 'renameProduct' | 'repriceProduct' | 'retireProduct'
> = {
  async addProduct(_root, { input }, ctx) {
    requireStaff(ctx);
    const { document, event, onHand } = decideAddition(input, newId());
    const product = new ctx.models.Product(document);
    product.record('ProductAdded', event);
    await saveProduct(product);
    // A second document: should it fail, the product stands without stock until receiveStock opens it.
    if (onHand !== null) await openStock(ctx, product._id, onHand);
    return product;
  },

  async renameProduct(_root, { id, name }, ctx) {
    const product = await loadProductToChange(ctx, id);
    const change = decideRename(product, name);
    if (change === null) return product;
    product.set(change.changes);
    product.record('ProductRenamed', change.event);
    return saveProduct(product);
  },

  async repriceProduct(_root, { id, price }, ctx) {
    const product = await loadProductToChange(ctx, id);
    const change = decideReprice(product, price);
    if (change === null) return product;
    product.set(change.changes);
    product.record('ProductRepriced', change.event);
    return saveProduct(product);
  },

  async retireProduct(_root, { id }, ctx) {
    const product = await loadProductToChange(ctx, id);
    const change = decideRetirement(product);
    if (change === null) return product;
    product.set(change.changes);
    product.record('ProductRetired', change.event);
    return saveProduct(product);
  },
};
