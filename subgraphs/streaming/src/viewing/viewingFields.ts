import { paginate, requireMember, WellspringError } from '@wellspring/kit';
import type { QueryResolvers, ViewingResolvers } from '../generated/resolvers.ts';

/** Viewing's fields that are not simply in its document. Row-level: whoever asks by id gets their own only. */
export const viewingFields: ViewingResolvers = {
  video: ({ videoId }, _args, { entities }) => entities.Video.load(videoId),

  __resolveReference: async ({ id }, { actor, entities }) => {
    const viewing = await entities.Viewing.load(id);
    if (viewing === null || (actor?.kind === 'member' && actor.memberId === viewing.memberId)) return viewing;
    throw new WellspringError('FORBIDDEN', 'A viewing answers only the member whose it is.');
  },
};

/** The acting member's viewings, last watched first. */
export const myViewings: NonNullable<QueryResolvers['myViewings']> = (_root, { finished, ...page }, ctx) => {
  const mine = { memberId: requireMember(ctx) };
  const filter = typeof finished === 'boolean' ? { ...mine, finished } : mine;
  return paginate(ctx.models.Viewing, { filter, sort: { lastAt: -1 } }, page);
};
