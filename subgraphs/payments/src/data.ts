import { declareData } from '@wellspring/kit';
import { paymentMethodSchema } from './method/paymentMethodSchema.ts';
import { paymentSchema } from './payment/paymentSchema.ts';
import { sandboxChargeSchema } from './provider/sandboxChargeSchema.ts';

/** What the unit owns, what it copies, and what it keeps for itself: cards, and what the sandbox charged. */
export const data = declareData({
  entities: { Payment: paymentSchema },
  replicas: { order: { view: 'orders.OrderCharge', uses: ['status'] } },
  records: { PaymentMethod: paymentMethodSchema, SandboxCharge: sandboxChargeSchema },
});
