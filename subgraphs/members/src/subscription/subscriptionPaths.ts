import { Schema } from 'mongoose';
import type { PendingRequest } from './SubscriptionDocument.ts';

const request = new Schema<PendingRequest>(
  {
    id: { type: String, required: true },
    plan: { type: String, enum: ['STANDARD', 'PREMIUM'], required: true },
    requestedAt: { type: Date, required: true },
    renewal: { type: Boolean, required: true },
    renews: { type: Boolean, required: true },
  },
  { _id: false, id: false },
);

/** A subscription's paths in the member's schema. */
export const subscriptionPaths = {
  plan: { type: String, enum: ['FREE', 'STANDARD', 'PREMIUM'], required: true },
  paidUntil: { type: Date, default: null },
  renews: { type: Boolean, default: false },
  request: { type: request, default: null },
  refusal: { type: String, default: null },
  lapsed: { type: Boolean, default: false },
  dueAt: { type: Date, default: null },
};
