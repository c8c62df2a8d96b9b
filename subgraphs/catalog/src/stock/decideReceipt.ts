import { InputCheck } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';

/** As many as one product can have; GraphQL's Int ends little above. */
export const MAX_ON_HAND = 1_000_000_000;

/**
 * What receiving makes of what is on hand.
 * @throws WellspringError BAD_INPUT when the quantity is below 1 or there would be more than a billion
 */
export function decideReceipt(onHand: number, quantity: number): EventData<'catalog.StockReceived'> {
  const check = new InputCheck();
  check.whole('quantity', quantity, { min: 1, max: MAX_ON_HAND - onHand });
  check.throwFaults();
  return { quantity, onHand: onHand + quantity };
}
