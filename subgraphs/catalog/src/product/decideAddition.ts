import { InputCheck, type Money } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { AddProductInput } from '../generated/resolvers.ts';
import { MAX_ON_HAND } from '../stock/decideReceipt.ts';
import { findableText } from './findableText.ts';
import type { ProductDocument } from './ProductDocument.ts';
import { productRules } from './productRules.ts';

/** A new product, the fact to record, and how many come with it; null: it is not kept in stock. */
export interface Addition {
  readonly document: ProductDocument;
  readonly event: EventData<'catalog.ProductAdded'>;
  readonly onHand: number | null;
}

/**
 * What adding this input makes of nothing.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function decideAddition(input: AddProductInput, id: string): Addition {
  const check = new InputCheck();
  const sku = productRules.sku(check, input.sku);
  const name = productRules.name(check, input.name);
  const description = productRules.description(check, input.description);
  const price = productRules.price(check, input.price);
  const onHand = input.onHand ?? null;
  if (onHand !== null) check.whole('onHand', onHand, { min: 0, max: MAX_ON_HAND });
  check.throwFaults();
  return {
    document: {
      _id: id,
      sku,
      name,
      kind: input.kind,
      description,
      price: price as Money, // undefined only when at fault
      active: true,
      ...findableText({ name, sku, description }),
    },
    event: { sku, kind: input.kind },
    onHand,
  };
}
