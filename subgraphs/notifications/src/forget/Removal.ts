import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** That something or somebody is gone, and what tells of them is to go too; the id is theirs. */
export interface RemovalDocument extends RecordDocument {
  due: Date;
  /** Whether it was looked before: this is the look for what was under way then. */
  again: boolean;
}

export const removalSchema = recordSchema<RemovalDocument>(
  { due: { type: Date, required: true }, again: { type: Boolean, required: true } },
  [{ name: 'due', fields: { due: 1 } }],
);
