import type { ReactionContext } from '@wellspring/kit';
import { derivedId, parseMoney, type WireMoney } from '@wellspring/kit';
import type { data } from '../data.ts';
import type { PaymentDocument } from './PaymentDocument.ts';
import { paymentEvent } from './paymentEvent.ts';

/** What is to be paid, by whom. */
export interface Demand {
  readonly purpose: PaymentDocument['purpose'];
  readonly reference: string;
  readonly memberId: string;
  readonly amount: WireMoney;
}

/** The id of the payment of an order or of a subscription's request: there is one. The provider knows the charge by it. */
export const paymentId = ({ purpose, reference }: Pick<Demand, 'purpose' | 'reference'>): string =>
  derivedId('payment', purpose, reference);

/** Opens the payment of a demand, in the transaction of a reaction: the provider is asked after it. Whoever has no card is declined at once. */
export async function requestPayment(
  demand: Demand,
  { models, records, clock }: ReactionContext<typeof data>,
): Promise<void> {
  const _id = paymentId(demand);
  if ((await models.Payment.exists({ _id })) !== null) return; // told of twice, by two events
  const { memberId, purpose, reference } = demand;
  const card = await records.PaymentMethod.findOne({ memberId }).sort({ savedAt: -1 }).lean();
  const now = clock.now();
  const common = {
    _id,
    memberId,
    purpose,
    reference,
    amount: parseMoney(demand.amount),
    createdAt: now,
    unanswered: 0,
  };
  if (card !== null) {
    await new models.Payment({ ...common, status: 'PENDING', cardToken: card.token, due: now }).save();
    return;
  }
  const declined = { status: 'DECLINED', declineReason: 'NO_PAYMENT_METHOD', settledAt: now } as const;
  const payment = new models.Payment({ ...common, ...declined });
  payment.record('PaymentDeclined', { ...paymentEvent(payment), reason: declined.declineReason });
  await payment.save();
}
