import type { Money } from '@wellspring/kit';

/** What a provider is asked to charge. */
export interface ChargeRequest {
  /** However often it is asked under one key, it charges once and answers the same. */
  readonly key: string;
  readonly cardToken: string;
  readonly amount: Money;
  /** What it is for: printed on statements, and what books are compared by. */
  readonly reference: string;
}

/** What a provider says of a charge. */
export type ChargeOutcome =
  | { readonly kind: 'captured' }
  /** Why, in capital letters: INSUFFICIENT_FUNDS, CARD_EXPIRED. */
  | { readonly kind: 'declined'; readonly reason: string };

/** What may be shown of a card. */
export interface Card {
  readonly brand: string;
  readonly last4: string;
}

/** Nobody knows what became of the request: it may have had its effect, and may still have it. */
export class ProviderTimeout extends Error {}

/** Who moves the money. An implementation keeps a time limit of its own, of less than 10 s. */
export interface PaymentProvider {
  /** What may be shown of the card; null when the token is of none. */
  describe(cardToken: string): Promise<Card | null>;
  /**
   * Charges a card, once a key.
   * @throws ProviderTimeout when there was no answer
   */
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  /**
   * Undoes whatever was or will be charged under a key: what was charged is paid back, and a charge that is still on its way is refused.
   * However often it is asked, it has its effect once.
   * @returns true when there was a charge, which is paid back
   * @throws ProviderTimeout when there was no answer
   */
  reverse(key: string): Promise<boolean>;
}
