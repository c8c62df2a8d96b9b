import type { Job } from '@wellspring/kit';
import type { PaymentsContext } from '../context.ts';
import type { data } from '../data.ts';
import type { PaymentProvider } from '../provider/PaymentProvider.ts';
import { settlePayment } from './settlePayment.ts';

const AT_ONCE = 8; // requests to the provider
const BATCH = 100; // payments
const EVERY = 2_000; // ms; the net, and how exactly retries are timed

/** Asks the provider for every payment that is due: at once after one was written, and by time for retries. */
export function settlePayments(providerFor: (ctx: PaymentsContext) => PaymentProvider): Job<typeof data> {
  return {
    every: EVERY,
    onWrite: true,
    async run(ctx) {
      const provider = providerFor(ctx);
      const due = await ctx.models.Payment.find({ due: { $lte: ctx.clock.now() } }, { _id: 1 })
        .sort({ due: 1 })
        .limit(BATCH)
        .lean();
      const ids = due.map(({ _id }) => _id).values();
      const work = async (): Promise<void> => {
        for (const id of ids) {
          if (ctx.signal.aborted) return;
          try {
            await settlePayment(id, provider, ctx);
          } catch (error) {
            ctx.log.error({ err: error, paymentId: id }, 'a payment could not be settled; it stays due');
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
  };
}
