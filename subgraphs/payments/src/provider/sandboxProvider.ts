import { duplicateField } from '@wellspring/kit';
import type { PaymentsContext } from '../context.ts';
import {
  type Card,
  type ChargeOutcome,
  type ChargeRequest,
  type PaymentProvider,
  ProviderTimeout,
} from './PaymentProvider.ts';
import type { SandboxChargeDocument } from './SandboxChargeDocument.ts';

/** What a test card does. */
interface TestCard extends Card {
  /** It declines for this reason; it approves where there is none. */
  readonly declines?: string;
  /** Which answers are lost: every one, of a request that never arrives; or the first, of one that did arrive. */
  readonly loses?: 'all' | 'first-answer';
}

const CARDS: ReadonlyMap<string, TestCard> = new Map([
  ['tok_approve', { brand: 'Visa', last4: '4242' }],
  ['tok_decline_funds', { brand: 'Visa', last4: '9995', declines: 'INSUFFICIENT_FUNDS' }],
  ['tok_decline_expired', { brand: 'Mastercard', last4: '0069', declines: 'CARD_EXPIRED' }],
  ['tok_timeout', { brand: 'Visa', last4: '0341', loses: 'all' }],
  ['tok_lost_answer', { brand: 'Mastercard', last4: '3222', loses: 'first-answer' }],
]);

/**
 * A provider that moves no money. It keeps books by idempotency key in a record of its own, as a real one does at its place, and gives up at
 * once where a real one would let the caller wait.
 */
export function sandboxProvider({ records }: Pick<PaymentsContext, 'records'>): PaymentProvider {
  const { SandboxCharge: books } = records;

  /** The entry under a key: what was there, else this one. */
  async function enter(entry: SandboxChargeDocument): Promise<SandboxChargeDocument> {
    try {
      await books.create(entry);
      return entry;
    } catch (error) {
      if (duplicateField(error) !== '_id') throw error;
      const before = await books.findById(entry._id).lean();
      if (before === null) throw error;
      return before;
    }
  }

  return {
    async describe(cardToken) {
      const card = CARDS.get(cardToken);
      return card === undefined ? null : { brand: card.brand, last4: card.last4 };
    },

    async charge({ key, cardToken, amount, reference }: ChargeRequest): Promise<ChargeOutcome> {
      const card = CARDS.get(cardToken);
      if (card?.loses === 'all') throw new ProviderTimeout(`No answer to the charge "${key}".`);
      const reason = card === undefined ? 'CARD_UNKNOWN' : card.declines;
      const asked = { _id: key, reference, amount, asked: 0 };
      const entry = await enter(
        reason === undefined ? { ...asked, state: 'CHARGED' } : { ...asked, state: 'DECLINED', reason },
      );
      await books.updateOne({ _id: key }, { $inc: { asked: 1 } });
      if (card?.loses === 'first-answer' && entry.asked === 0)
        throw new ProviderTimeout(`The answer to the charge "${key}" was lost.`);
      return entry.state === 'CHARGED'
        ? { kind: 'captured' }
        : { kind: 'declined', reason: entry.reason ?? entry.state };
    },

    async reverse(key) {
      const { state } = await enter({ _id: key, state: 'VOIDED', asked: 0 });
      if (state === 'CHARGED') await books.updateOne({ _id: key }, { $set: { state: 'REFUNDED' } });
      return state === 'CHARGED' || state === 'REFUNDED';
    },
  };
}
