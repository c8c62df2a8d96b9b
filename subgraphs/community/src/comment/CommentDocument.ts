import type { Connection, EntityDocument } from '@wellspring/kit';

/** A comment as stored and as field resolvers see it. */
export interface CommentDocument extends EntityDocument {
  postId: string;
  /** Never changes: the comments of all posts of a member who leaves are found by it. */
  postAuthorId: string;
  authorId: string;
  body: string;
  at: Date;
}

/** What the schema's CommentConnection resolves from. */
export type CommentConnectionDocument = Connection<CommentDocument>;
