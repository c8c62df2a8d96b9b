import { type RecordDocument, recordSchema } from '@wellspring/kit';
import { Schema } from 'mongoose';
import type { CountedOrder } from './decideCount.ts';
import { ORDER_STATUSES } from './OrderStatus.ts';

/** What is counted of one order: `_id` is the order's id. */
export interface CountedOrderDocument extends RecordDocument, CountedOrder {}

export const countedOrderSchema = recordSchema<CountedOrderDocument>(
  {
    memberId: { type: String, required: true },
    status: { type: String, enum: ORDER_STATUSES, required: true },
    placed: Schema.Types.Mixed,
  },
  [{ name: 'member', fields: { memberId: 1 } }],
);
