import type { Connection, EntityDocument } from '@wellspring/kit';

/** A follow as stored and as field resolvers see it; its id is derived from the two members. */
export interface FollowDocument extends EntityDocument {
  followerId: string;
  followedId: string;
  since: Date;
}

/** What the schema's FollowConnection resolves from. */
export type FollowConnectionDocument = Connection<FollowDocument>;
