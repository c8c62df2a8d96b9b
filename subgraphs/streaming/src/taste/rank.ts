import type { Genre } from '../video/VideoDocument.ts';
import type { AudienceDocument } from './audienceSchema.ts';
import type { PairDocument } from './pairSchema.ts';

/** A video of the audience: how many watched it, and its genre. */
export type Audience = Pick<AudienceDocument, '_id' | 'viewers' | 'genre'>;
/** How many watched two videos. */
export type Pair = Pick<PairDocument, 'videoId' | 'otherId' | 'viewers'>;

/** What recommending depends on. */
export interface TasteFacts {
  /** What the member watched last. */
  readonly recent: readonly string[];
  /** All that the member watched: never recommended. */
  readonly watched: ReadonlySet<string>;
  /** Pairs of `recent` with others. */
  readonly pairs: readonly Pair[];
  /** Of `recent`, of the others in `pairs`, and the favourites that fill up. */
  readonly audiences: readonly Audience[];
}

/** A video to recommend, and why. */
export interface Recommended {
  readonly videoId: string;
  readonly reason: 'WATCHED_TOGETHER' | 'GENRE' | 'POPULAR';
  readonly becauseId: string | null;
}

/** What a genre that is all the member watches adds to a likeness, which is at most 1 for each video of theirs. */
const GENRE_WEIGHT = 0.25;

/**
 * What to recommend, best first. First what was watched together with the member's videos, by the sum of likenesses plus a part for the
 * genre; then favourites in the member's genres, the genre they watch most first; then what is watched most. What is equal is ordered
 * by number of viewers, then by id: the same facts give the same list.
 */
export function rankRecommendations({ recent, watched, pairs, audiences }: TasteFacts, first: number): Recommended[] {
  const audience = new Map(audiences.map((row) => [row._id, row]));
  const shares = genreShares(recent, audience);
  const shareOf = ({ genre }: Audience): number => (genre === null ? 0 : (shares.get(genre) ?? 0));

  const together = new Map<string, { likeness: number; best: number; becauseId: string }>();
  for (const { videoId, otherId, viewers } of [...pairs].sort(byIds)) {
    if (watched.has(otherId)) continue;
    const likeness = cosine(viewers, audience.get(videoId)?.viewers, audience.get(otherId)?.viewers);
    const sum = together.get(otherId) ?? { likeness: 0, best: 0, becauseId: videoId };
    const isBest = likeness > sum.best;
    together.set(otherId, {
      likeness: sum.likeness + likeness,
      best: isBest ? likeness : sum.best,
      becauseId: isBest ? videoId : sum.becauseId,
    });
  }

  const candidates = audiences
    .filter(({ _id }) => !watched.has(_id))
    .map((row) => {
      const found = together.get(row._id);
      const share = shareOf(row);
      const reason = found !== undefined ? 'WATCHED_TOGETHER' : share > 0 ? 'GENRE' : 'POPULAR';
      const score = found !== undefined ? found.likeness + GENRE_WEIGHT * share : share;
      return { videoId: row._id, reason, becauseId: found?.becauseId ?? null, score, viewers: row.viewers } as const;
    });
  const rankOf = { WATCHED_TOGETHER: 0, GENRE: 1, POPULAR: 2 };
  candidates.sort(
    (a, b) =>
      rankOf[a.reason] - rankOf[b.reason] || b.score - a.score || b.viewers - a.viewers || byText(a.videoId, b.videoId),
  );
  return candidates.slice(0, first).map(({ videoId, reason, becauseId }) => ({ videoId, reason, becauseId }));
}

/**
 * Videos like one, most alike first; then favourites of its genre. Equal ones by number of viewers, then by id.
 * @param pairs of that video with others
 */
export function rankSimilar(
  videoId: string,
  pairs: readonly Pair[],
  audiences: readonly Audience[],
  first: number,
): string[] {
  const own = audiences.find(({ _id }) => _id === videoId)?.viewers;
  const together = new Map(pairs.map(({ otherId, viewers }) => [otherId, viewers]));
  return audiences
    .filter(({ _id }) => _id !== videoId)
    .map(({ _id, viewers }) => ({ _id, viewers, likeness: cosine(together.get(_id) ?? 0, own, viewers) }))
    .sort((a, b) => b.likeness - a.likeness || b.viewers - a.viewers || byText(a._id, b._id))
    .slice(0, first)
    .map(({ _id }) => _id);
}

/**
 * The cosine of two videos as vectors of who watched them: common / √(viewers × viewers). 1 for the same audience, 0 for none in common.
 * (Sarwar, Karypis, Konstan and Riedl, "Item-based collaborative filtering recommendation algorithms", WWW 2001.)
 */
function cosine(common: number, viewers = 0, otherViewers = 0): number {
  return viewers > 0 && otherViewers > 0 ? common / Math.sqrt(viewers * otherViewers) : 0;
}

/** The part that each genre has in what the member watched. */
function genreShares(recent: readonly string[], audience: ReadonlyMap<string, Audience>): ReadonlyMap<Genre, number> {
  const counts = new Map<Genre, number>();
  for (const id of recent) {
    const genre = audience.get(id)?.genre ?? null;
    if (genre !== null) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...counts].map(([genre, count]) => [genre, count / total]));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Floating-point sums depend on the order of their parts, so it is always the same. */
const byIds = (a: Pair, b: Pair): number => byText(a.otherId, b.otherId) || byText(a.videoId, b.videoId);
