import type { Resolvers } from './generated/resolvers.ts';
import { recommendationFields, recommendations } from './taste/recommendations.ts';
import { importVideos } from './video/importVideos.ts';
import { videoFields } from './video/videoFields.ts';
import { videoQueries } from './video/videoQueries.ts';
import { reportProgress } from './viewing/reportProgress.ts';
import { startPlayback } from './viewing/startPlayback.ts';
import { myViewings, viewingFields } from './viewing/viewingFields.ts';

/** Every resolver of streaming; the kit adds scalars, ids, references and the copied fields. */
export const resolvers: Resolvers = {
  Query: { ...videoQueries, myViewings, recommendations },
  Mutation: { importVideos, startPlayback, reportProgress },
  Video: videoFields,
  Viewing: viewingFields,
  Recommendation: recommendationFields,
};
