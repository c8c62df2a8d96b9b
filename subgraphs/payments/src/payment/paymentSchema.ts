import { entitySchema, moneyPaths } from '@wellspring/kit';
import type { PaymentDocument } from './PaymentDocument.ts';

/** The golden source of Payment. */
export const paymentSchema = entitySchema<PaymentDocument>(
  {
    memberId: { type: String, required: true },
    purpose: { type: String, enum: ['ORDER', 'SUBSCRIPTION'], required: true },
    reference: { type: String, required: true },
    amount: moneyPaths,
    status: { type: String, enum: ['PENDING', 'CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED'], required: true },
    declineReason: String,
    createdAt: { type: Date, required: true },
    settledAt: Date,
    cardToken: String,
    withdrawal: { type: String, enum: ['ORDER_CANCELLED', 'MEMBER_ERASED', 'NO_ANSWER', 'STAFF'] },
    due: Date,
    unanswered: { type: Number, required: true },
  },
  [
    { name: 'due', fields: { due: 1 } },
    { name: 'created', fields: { createdAt: -1, _id: -1 } },
    { name: 'status-created', fields: { status: 1, createdAt: -1, _id: -1 } },
    { name: 'member-created', fields: { memberId: 1, createdAt: -1, _id: -1 } },
  ],
);
