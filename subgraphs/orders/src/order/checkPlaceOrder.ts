import { InputCheck } from '@wellspring/kit';
import type { PlaceOrderInput } from '../generated/resolvers.ts';

const MAX_LINES = 100;
const MAX_QUANTITY = 999;

/** A line that is wanted. */
export interface WantedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** A placeOrder that can be decided on. */
export interface PlaceOrder {
  readonly lines: readonly WantedLine[];
  readonly idempotencyKey: string | null;
}

/**
 * Reads the input of placeOrder.
 * @throws WellspringError BAD_INPUT with every fault
 */
export function checkPlaceOrder({ lines, idempotencyKey }: PlaceOrderInput): PlaceOrder {
  const check = new InputCheck();
  check.expect(
    lines.length >= 1 && lines.length <= MAX_LINES,
    'lines',
    `Expected 1 to ${MAX_LINES} lines, got ${lines.length}.`,
  );
  const seen = new Set<string>();
  for (const [i, { productId, quantity }] of lines.slice(0, MAX_LINES).entries()) {
    check.expect(
      !seen.has(productId),
      `lines[${i}].productId`,
      `Expected each product once, got "${productId}" again: add up its quantities.`,
    );
    check.whole(`lines[${i}].quantity`, quantity, { min: 1, max: MAX_QUANTITY });
    seen.add(productId);
  }
  const key = check.idempotencyKey('idempotencyKey', idempotencyKey);
  check.throwFaults();
  return { lines: lines.map(({ productId, quantity }) => ({ productId, quantity })), idempotencyKey: key };
}
