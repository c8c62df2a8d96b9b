import { fnv1a } from '@wellspring/kit/random';

/** Cards of the payment sandbox, with their shares in percent: nearly all are good, some are not, and a few members have saved none. */
const CARDS = [
  { upTo: 90, token: 'tok_approve' },
  { upTo: 95, token: 'tok_decline_funds' },
  { upTo: 98, token: 'tok_decline_expired' },
] as const;

/** The card of a member, by place in the plan; null: none. */
export function planCard(index: number, seed: number): string | null {
  const share = fnv1a(`card ${seed} ${index}`) % 100;
  return CARDS.find(({ upTo }) => share < upTo)?.token ?? null;
}
