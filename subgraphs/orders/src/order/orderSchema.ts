import { entitySchema, moneyPaths } from '@wellspring/kit';
import { Schema } from 'mongoose';
import type { OrderDocument, OrderLineDocument } from './OrderDocument.ts';

const line = new Schema<OrderLineDocument>(
  {
    productId: { type: String, required: true },
    quantity: { type: Number, required: true },
    unitPrice: moneyPaths,
  },
  { _id: false },
);

/** The golden source of Order. */
export const orderSchema = entitySchema<OrderDocument>(
  {
    memberId: { type: String, required: true },
    status: { type: String, enum: ['PLACED', 'PAID', 'FULFILLED', 'CANCELLED'], required: true },
    placedAt: { type: Date, required: true },
    paidAt: Date,
    fulfilledAt: Date,
    cancelledAt: { type: Date, default: null },
    cancelReason: { type: String, enum: ['MEMBER', 'STAFF', 'PAYMENT_DECLINED'] },
    lines: { type: [line], required: true },
    total: moneyPaths,
    shipToCountry: { type: String, default: null },
  },
  [
    { name: 'placed', fields: { placedAt: -1, _id: -1 } },
    { name: 'status-placed', fields: { status: 1, placedAt: -1, _id: -1 } },
    { name: 'member-placed', fields: { memberId: 1, placedAt: -1, _id: -1 } },
  ],
);
