import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** That a member was erased, until it was looked once more for what they left; the id is the member's. */
export interface ErasureDocument extends RecordDocument {
  sweepAt: Date;
}

export const erasureSchema = recordSchema<ErasureDocument>({ sweepAt: { type: Date, required: true } });
