import { entitySchema } from '@wellspring/kit';
import type { PostDocument } from './PostDocument.ts';

/** The golden source of Post. */
export const postSchema = entitySchema<PostDocument>(
  {
    authorId: { type: String, required: true },
    body: { type: String, required: true },
    publishedAt: { type: Date, required: true },
    editedAt: { type: Date, default: null },
  },
  [
    { name: 'published', fields: { publishedAt: -1, _id: -1 } },
    { name: 'author-published', fields: { authorId: 1, publishedAt: -1, _id: -1 } },
  ],
);
