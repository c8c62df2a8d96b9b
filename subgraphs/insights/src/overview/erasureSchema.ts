import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** That a member was erased: nothing is counted for them any more, however late it is told. The id is the member's, and all there is. */
export interface ErasureDocument extends RecordDocument {
  at: Date;
}

export const erasureSchema = recordSchema<ErasureDocument>({ at: { type: Date, required: true } });
