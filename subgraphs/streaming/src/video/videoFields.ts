import type { VideoResolvers } from '../generated/resolvers.ts';
import { similarVideos } from '../taste/similarVideos.ts';
import { viewingId } from '../viewing/viewingId.ts';

/** Video's fields that are not simply in its document. */
export const videoFields: VideoResolvers = {
  myViewing: ({ _id }, _args, { actor, entities }) =>
    actor?.kind === 'member' ? entities.Viewing.load(viewingId(actor.memberId, _id)) : null,

  similar: similarVideos,
};
