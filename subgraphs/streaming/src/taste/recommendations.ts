import { InputCheck, requireMember } from '@wellspring/kit';
import type { QueryResolvers, RecommendationResolvers } from '../generated/resolvers.ts';
import { type Audience, rankRecommendations } from './rank.ts';
import { readAudiences, readFavourites, readPairs } from './readCounts.ts';

/** How much of what a member watched last tells their taste. */
const RECENT = 20;
const MOST = 50;

/** Recommends from this unit's own counts: nobody else is asked. */
export const recommendations: NonNullable<QueryResolvers['recommendations']> = async (_root, { first }, ctx) => {
  const memberId = requireMember(ctx);
  const wanted = checkFirst(first);
  const { models, records } = ctx;
  const [last, taste] = await Promise.all([
    models.Viewing.find({ memberId }).sort({ lastAt: -1, _id: -1 }).limit(RECENT).lean().exec(),
    records.Taste.findById(memberId).lean().exec(),
  ]);
  const recent = last.map(({ videoId }) => videoId);
  // Counted a moment after it is begun: what was begun just now is among the last.
  const watched = new Set([...(taste?.videoIds ?? []), ...recent]);
  const pairs = await readPairs(records, recent);
  const audiences = await readAudiences(records, [...recent, ...pairs.map(({ otherId }) => otherId)]);
  const candidates = audiences.filter(({ _id }) => !watched.has(_id)).length;
  const filling = candidates >= wanted ? [] : await readFilling(records, audiences, recent, wanted + watched.size);
  const known = new Map([...filling, ...audiences].map((row) => [row._id, row]));
  return rankRecommendations({ recent, watched, pairs, audiences: [...known.values()] }, wanted).map(
    ({ videoId, reason, becauseId }) => ({ videoId, reason, becauseId }),
  );
};

/** Favourites of the member's genres, and of everybody. */
async function readFilling(
  records: Parameters<typeof readFavourites>[0],
  audiences: readonly Audience[],
  recent: readonly string[],
  limit: number,
): Promise<Audience[]> {
  const own = new Set(recent);
  const genres = new Set(audiences.flatMap(({ _id, genre }) => (own.has(_id) && genre !== null ? [genre] : [])));
  const lists = [...genres, null].map((genre) => readFavourites(records, genre, limit));
  return (await Promise.all(lists)).flat();
}

/** A recommendation's videos are loaded when they are asked for, together with those of the others. */
export const recommendationFields: RecommendationResolvers = {
  video: ({ videoId }, _args, { entities }) => entities.Video.load(videoId),
  because: ({ becauseId }, _args, { entities }) => (becauseId === null ? null : entities.Video.load(becauseId)),
};

/** @throws WellspringError BAD_INPUT unless it is 1 to 50 */
export function checkFirst(first: number | null | undefined): number {
  const check = new InputCheck();
  const wanted = check.whole('first', first ?? 10, { min: 1, max: MOST });
  check.throwFaults();
  return wanted;
}
