import type { VideoResolvers } from '../generated/resolvers.ts';
import { rankSimilar } from './rank.ts';
import { readAudiences, readFavourites, readPairs } from './readCounts.ts';
import { checkFirst } from './recommendations.ts';

/** Videos that the same members watched; where those are few, favourites of the genre. */
export const similarVideos: NonNullable<VideoResolvers['similar']> = async ({ _id, genre }, { first }, ctx) => {
  const wanted = checkFirst(first);
  const pairs = await readPairs(ctx.records, [_id]);
  const audiences = await readAudiences(ctx.records, [_id, ...pairs.map(({ otherId }) => otherId)]);
  const filling = pairs.length >= wanted || genre === null ? [] : await readFavourites(ctx.records, genre, wanted + 1);
  const known = new Map([...filling, ...audiences].map((row) => [row._id, row]));
  const ids = rankSimilar(_id, pairs, [...known.values()], wanted);
  const videos = await Promise.all(ids.map((id) => ctx.entities.Video.load(id)));
  return videos.filter((video) => video !== null);
};
