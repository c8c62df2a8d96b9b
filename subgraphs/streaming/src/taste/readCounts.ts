import type { StreamingContext } from '../context.ts';
import type { Genre } from '../video/VideoDocument.ts';
import type { Audience, Pair } from './rank.ts';

type Records = StreamingContext['records'];

/** Partners of one video that are looked at: those watched most often together with it. */
const PARTNERS = 50;
/** Others that are looked at for one answer: those watched most often together with any of the videos. */
const SHORTLIST = 100;

/** The pairs of some videos, cut to what one answer looks at. */
export async function readPairs({ Pair }: Records, videoIds: readonly string[]): Promise<Pair[]> {
  const found = await Promise.all(
    videoIds.map((videoId) => Pair.find({ videoId }).sort({ viewers: -1, otherId: 1 }).limit(PARTNERS).lean().exec()),
  );
  const pairs: Pair[] = found.flat();
  const sums = new Map<string, number>();
  for (const { otherId, viewers } of pairs) sums.set(otherId, (sums.get(otherId) ?? 0) + viewers);
  if (sums.size <= SHORTLIST) return pairs;
  const ranked = [...sums].sort(([a, sumOfA], [b, sumOfB]) => sumOfB - sumOfA || (a < b ? -1 : 1));
  const kept = new Set(ranked.slice(0, SHORTLIST).map(([otherId]) => otherId));
  return pairs.filter(({ otherId }) => kept.has(otherId));
}

/** The audiences of some videos. */
export function readAudiences({ Audience }: Records, videoIds: Iterable<string>): Promise<Audience[]> {
  return Audience.find({ _id: { $in: [...new Set(videoIds)] } })
    .lean()
    .exec();
}

/** What is watched most, of one genre or of all. */
export function readFavourites({ Audience }: Records, genre: Genre | null, limit: number): Promise<Audience[]> {
  return Audience.find(genre === null ? {} : { genre })
    .sort({ viewers: -1, _id: 1 })
    .limit(limit)
    .lean()
    .exec();
}
