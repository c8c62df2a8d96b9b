import { declareData } from '@wellspring/kit';
import { commentSchema } from './comment/commentSchema.ts';
import { followSchema } from './follow/followSchema.ts';
import { erasureSchema } from './member/Erasure.ts';
import { postSchema } from './post/postSchema.ts';

/** What the unit owns, and what it copies. */
export const data = declareData({
  entities: { Post: postSchema, Comment: commentSchema, Follow: followSchema },
  records: { Erasure: erasureSchema },
  replicas: { member: { view: 'members.MemberCard', uses: ['displayName', 'handle', 'avatarUrl'] } },
});
