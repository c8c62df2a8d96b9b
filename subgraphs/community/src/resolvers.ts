import type { Resolvers } from './generated/resolvers.ts';

/** Every resolver of community; the kit adds scalars, ids, references and the copied fields. */
export const resolvers: Resolvers = {
  Post: {
    author: ({ authorId }) => ({ id: authorId }),
    excerpt: ({ body }) => body,
  },
  Comment: {
    author: ({ authorId }) => ({ id: authorId }),
  },
  Follow: {
    follower: ({ followerId }) => ({ id: followerId }),
    followed: ({ followedId }) => ({ id: followedId }),
  },
};
