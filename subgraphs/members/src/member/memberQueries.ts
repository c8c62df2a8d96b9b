import { paginate } from '@wellspring/kit';
import type { QueryResolvers } from '../generated/resolvers.ts';

/** How members are found. */
export const memberQueries: QueryResolvers = {
  me: (_root, _args, { actor, entities }) => (actor?.kind === 'member' ? entities.Member.load(actor.memberId) : null),

  member: (_root, { id }, { entities }) => entities.Member.load(id),

  memberByHandle: (_root, { handle }, { models }) =>
    models.Member.findOne({ handle: handle.trim().toLowerCase() }).lean().exec(),

  members: (_root, page, { models }) => paginate(models.Member, { sort: { joinedAt: 1 } }, page),
};
