import { moneyPaths, recordSchema } from '@wellspring/kit';
import { Schema } from 'mongoose';
import type { SandboxChargeDocument } from './SandboxChargeDocument.ts';

/** The books of the sandbox provider. They are no part of what the unit knows: a real provider's are elsewhere. */
export const sandboxChargeSchema = recordSchema<SandboxChargeDocument>({
  reference: String,
  amount: new Schema(moneyPaths, { _id: false }),
  state: { type: String, enum: ['CHARGED', 'DECLINED', 'REFUNDED', 'VOIDED'], required: true },
  reason: String,
  asked: { type: Number, required: true },
});
