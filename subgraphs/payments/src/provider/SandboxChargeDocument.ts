import type { Money, RecordDocument } from '@wellspring/kit';

/** What the sandbox holds under one idempotency key, its `_id`. */
export interface SandboxChargeDocument extends RecordDocument {
  /** What it was for, as the caller said: what is charged under two keys for one thing is charged twice. Absent when only a reversal came. */
  reference?: string;
  amount?: Money;
  state: 'CHARGED' | 'DECLINED' | 'REFUNDED' | 'VOIDED';
  reason?: string;
  /** How often it was asked to charge. */
  asked: number;
}
