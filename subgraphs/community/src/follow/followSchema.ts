import { entitySchema } from '@wellspring/kit';
import type { FollowDocument } from './FollowDocument.ts';

/** The golden source of Follow. */
export const followSchema = entitySchema<FollowDocument>(
  {
    followerId: { type: String, required: true },
    followedId: { type: String, required: true },
    since: { type: Date, required: true },
  },
  [
    { name: 'follower-since', fields: { followerId: 1, since: -1, _id: -1 } },
    { name: 'followed-since', fields: { followedId: 1, since: -1, _id: -1 } },
  ],
);
