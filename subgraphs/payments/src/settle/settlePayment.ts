import { crashPoint, type EntityInstance, isWellspringError } from '@wellspring/kit';
import type { PaymentsContext } from '../context.ts';
import type { PaymentDocument } from '../payment/PaymentDocument.ts';
import { paymentEvent } from '../payment/paymentEvent.ts';
import { withdraw } from '../payment/withdrawPayment.ts';
import { type PaymentProvider, ProviderTimeout } from '../provider/PaymentProvider.ts';
import { type Answer, decideSettlement } from './decideSettlement.ts';

/**
 * Asks the provider for what a payment needs next, and writes down what it said. Whatever dies between the two, or asks at the same time,
 * asks again under the same key, the payment's id: the provider has its effect once, and the guarded write tells of it once.
 */
export async function settlePayment(id: string, provider: PaymentProvider, ctx: PaymentsContext): Promise<void> {
  const payment = await ctx.models.Payment.findById(id);
  if (payment === null || payment.due === undefined || payment.due > ctx.clock.now()) return;
  if (await isCancelledAlready(payment, ctx)) withdraw(payment, 'ORDER_CANCELLED', ctx.clock.now());
  const answer = await ask(payment, provider, ctx);
  crashPoint('after-effect');
  await writeDown(payment, answer, ctx);
}

async function ask(payment: PaymentDocument, provider: PaymentProvider, { log }: PaymentsContext): Promise<Answer> {
  const { _id: key, reference, amount, cardToken = '', withdrawal } = payment;
  try {
    if (withdrawal !== undefined) return { kind: 'reversed', paidBack: await provider.reverse(key) };
    return await provider.charge({ key, cardToken, amount, reference });
  } catch (error) {
    // What fails in a way that nobody foresaw may have had its effect, too: it is no answer either.
    const level = error instanceof ProviderTimeout ? 'warn' : 'error';
    log[level](
      { err: error, paymentId: key, unanswered: payment.unanswered + 1 },
      'the payment provider gave no answer',
    );
    return { kind: 'none' };
  }
}

/** Guarded by the revision that was loaded: what somebody else wrote meanwhile, a cancellation perhaps, is taken into account. */
async function writeDown(loaded: EntityInstance<PaymentDocument>, answer: Answer, ctx: PaymentsContext): Promise<void> {
  for (let payment: EntityInstance<PaymentDocument> | null = loaded; payment !== null; ) {
    const settlement = decideSettlement(payment, answer, ctx.clock.now());
    if (settlement === null) return;
    payment.set(settlement.changes);
    const { event } = settlement;
    if (event === 'PaymentDeclined')
      payment.record(event, { ...paymentEvent(payment), reason: payment.declineReason ?? 'DECLINED' });
    else if (event !== undefined) payment.record(event, paymentEvent(payment));
    try {
      await payment.save();
      return;
    } catch (error) {
      if (!isWellspringError(error, 'CONFLICT')) throw error;
      payment = await ctx.models.Payment.findById(loaded._id);
    }
  }
}

/** What the copy says: it may know of a cancellation before its event is here. A copy that cannot be had says nothing. */
async function isCancelledAlready(
  { purpose, reference }: PaymentDocument,
  { replicas, log }: PaymentsContext,
): Promise<boolean> {
  if (purpose !== 'ORDER') return false;
  try {
    return (await replicas.order.load(reference))?.status === 'CANCELLED';
  } catch (error) {
    if (!isWellspringError(error, 'REPLICA_UNAVAILABLE')) throw error;
    log.debug({ err: error, orderId: reference }, 'charging an order that the copy does not have');
    return false;
  }
}
