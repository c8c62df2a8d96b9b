import type { Reaction } from '@wellspring/kit';
import type { data } from '../data.ts';

/** A post was removed: so are its comments, however many there are and whatever became of the process that removed it. */
export const removeComments: Reaction<'community.PostRemoved', typeof data> = async ({ entityId }, { models }) => {
  await models.Comment.deleteMany({ postId: entityId });
};
