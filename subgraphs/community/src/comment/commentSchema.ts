import { entitySchema } from '@wellspring/kit';
import type { CommentDocument } from './CommentDocument.ts';

/** The golden source of Comment. */
export const commentSchema = entitySchema<CommentDocument>(
  {
    postId: { type: String, required: true },
    postAuthorId: { type: String, required: true },
    authorId: { type: String, required: true },
    body: { type: String, required: true },
    at: { type: Date, required: true },
  },
  [
    { name: 'post-at', fields: { postId: 1, at: 1, _id: 1 } },
    { name: 'author', fields: { authorId: 1 } },
    { name: 'post-author', fields: { postAuthorId: 1 } },
  ],
);
