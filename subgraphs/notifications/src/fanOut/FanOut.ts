import { type RecordDocument, recordSchema } from '@wellspring/kit';

/** That a post's followers are still to be told; the id is the post's. Gone when all are. */
export interface FanOutDocument extends RecordDocument {
  authorId: string;
  publishedAt: Date;
  /** The place in the list of follows up to which followers were told; null at first. */
  after: string | null;
}

export const fanOutSchema = recordSchema<FanOutDocument>(
  {
    authorId: { type: String, required: true },
    publishedAt: { type: Date, required: true },
    after: { type: String, default: null },
  },
  [
    { name: 'author', fields: { authorId: 1 } },
    { name: 'published', fields: { publishedAt: 1 } },
  ],
);
