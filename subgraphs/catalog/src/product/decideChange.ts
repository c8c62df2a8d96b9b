import { formatMoney, InputCheck, isSameMoney, type Money } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { MoneyInput } from '../generated/resolvers.ts';
import { findableText } from './findableText.ts';
import type { ProductDocument } from './ProductDocument.ts';
import { productRules } from './productRules.ts';

/** What a command changes of a product, and the fact to record. */
export interface Change<Event> {
  readonly changes: Partial<ProductDocument>;
  readonly event: Event;
}

/**
 * A new name; null when it has that name already.
 * @throws WellspringError BAD_INPUT
 */
export function decideRename(
  product: Pick<ProductDocument, 'name' | 'sku' | 'description'>,
  input: string,
): Change<EventData<'catalog.ProductRenamed'>> | null {
  const check = new InputCheck();
  const name = productRules.name(check, input);
  check.throwFaults();
  if (name === product.name) return null;
  const { sku, description } = product;
  return { changes: { name, ...findableText({ name, sku, description }) }, event: { previous: product.name, name } };
}

/**
 * A new price; null when it costs that already.
 * @throws WellspringError BAD_INPUT
 */
export function decideReprice(
  product: Pick<ProductDocument, 'price'>,
  input: MoneyInput,
): Change<EventData<'catalog.ProductRepriced'>> | null {
  const check = new InputCheck();
  const price = productRules.price(check, input) as Money; // undefined only when at fault
  check.throwFaults();
  if (isSameMoney(price, product.price)) return null;
  return { changes: { price }, event: { previous: formatMoney(product.price), price: formatMoney(price) } };
}

/** Off sale; null when it is already. */
export function decideRetirement(
  product: Pick<ProductDocument, 'active' | 'sku'>,
): Change<EventData<'catalog.ProductRetired'>> | null {
  return product.active ? { changes: { active: false }, event: { sku: product.sku } } : null;
}
