import { paginate } from '@wellspring/kit';
import { followId } from '../follow/followMutations.ts';
import type { MemberResolvers } from '../generated/resolvers.ts';
import { postsOf } from '../post/postQueries.ts';

const newestFirst = { since: -1 } as const;

/** What community knows of a member. */
export const memberFields: MemberResolvers = {
  posts: ({ id }, page, { models }) => postsOf(id, page, models),
  followers: ({ id }, page, { models }) =>
    paginate(models.Follow, { filter: { followedId: id }, sort: newestFirst }, page),
  following: ({ id }, page, { models }) =>
    paginate(models.Follow, { filter: { followerId: id }, sort: newestFirst }, page),
  followedByMe: async ({ id }, _args, { actor, entities }) =>
    actor?.kind === 'member' ? (await entities.Follow.load(followId(actor.memberId, id))) !== null : null,
};
