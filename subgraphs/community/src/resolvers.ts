import { commentMutations } from './comment/commentMutations.ts';
import { followMutations } from './follow/followMutations.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { memberFields } from './member/memberFields.ts';
import { postMutations } from './post/postMutations.ts';
import { postFields, postQueries } from './post/postQueries.ts';

/** Every resolver of community; the kit adds scalars, ids, references and the copied fields. */
export const resolvers: Resolvers = {
  Query: postQueries,
  Mutation: { ...postMutations, ...commentMutations, ...followMutations },
  Post: postFields,
  Comment: {
    author: ({ authorId }) => ({ id: authorId }),
    post: ({ postId }, _args, { entities }) => entities.Post.load(postId),
  },
  Follow: {
    follower: ({ followerId }) => ({ id: followerId }),
    followed: ({ followedId }) => ({ id: followedId }),
  },
  Member: memberFields,
};
