import { paginate, wordFilter } from '@wellspring/kit';
import type { QueryResolvers } from '../generated/resolvers.ts';

/** How videos are found. */
export const videoQueries: Pick<QueryResolvers, 'video' | 'videos'> = {
  video: (_root, { id }, { entities }) => entities.Video.load(id),

  videos: (_root, { text, genre, access, ...page }, { models }) =>
    paginate(
      models.Video,
      {
        filter: { ...wordFilter('sortTitle', text), ...(genre ? { genre } : {}), ...(access ? { access } : {}) },
        sort: { sortTitle: 1 },
      },
      page,
    ),
};
