import { recordSchema } from '@wellspring/kit';
import type { PaymentMethodDocument } from './PaymentMethodDocument.ts';

const text = { type: String, required: true };

/** Cards are the unit's own: nobody may copy them, and forgetting one leaves nothing. */
export const paymentMethodSchema = recordSchema<PaymentMethodDocument>(
  { memberId: text, token: text, brand: text, last4: text, savedAt: { type: Date, required: true } },
  [{ name: 'member-saved', fields: { memberId: 1, savedAt: -1 } }],
);
