import type { Connection, EntityDocument } from '@wellspring/kit';

/** A post as stored and as field resolvers see it. */
export interface PostDocument extends EntityDocument {
  authorId: string;
  body: string;
  publishedAt: Date;
  editedAt: Date | null;
}

/** What the schema's PostConnection resolves from. */
export type PostConnectionDocument = Connection<PostDocument>;
