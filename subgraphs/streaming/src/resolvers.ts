import type { Resolvers } from './generated/resolvers.ts';
import { videoQueries } from './video/videoQueries.ts';

/** Every resolver of streaming; the kit adds scalars, ids, references and the copied fields. */
export const resolvers: Resolvers = {
  Query: videoQueries,
};
