import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** The videos of one member that are counted, in the order in which they were: `_id` is the member's id. */
export interface TasteDocument extends RecordDocument {
  videoIds: string[];
  /** The member has left: nothing more is counted, and what was is taken back step by step. */
  forgetting: boolean;
}

export const tasteSchema = recordSchema<TasteDocument>(
  { videoIds: { type: [String], required: true }, forgetting: { type: Boolean, default: false } },
  [{ name: 'forgetting', fields: { forgetting: 1 }, where: { forgetting: true } }],
);
