import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Audience, type Pair, rankRecommendations, rankSimilar, type TasteFacts } from './rank.ts';

/** Both sides of a pair, as they are kept. */
const pair = (videoId: string, otherId: string, viewers: number): Pair[] => [
  { videoId, otherId, viewers },
  { videoId: otherId, otherId: videoId, viewers },
];
const audience = (_id: string, viewers: number, genre: Audience['genre'] = null): Audience => ({ _id, viewers, genre });

/**
 * Six members: 1 watched a b c, 2 watched a b, 3 watched a c d, 4 watched b, 5 watched d, 6 (who asks) watched a and b.
 * Viewers: a 4, b 4, c 2, d 2. In common: ab 3, ac 2, ad 1, bc 1, cd 1.
 */
const pairs = [
  ...pair('a', 'b', 3),
  ...pair('a', 'c', 2),
  ...pair('a', 'd', 1),
  ...pair('b', 'c', 1),
  ...pair('c', 'd', 1),
];
const audiences = [audience('a', 4, 'DRAMA'), audience('b', 4, 'HORROR'), audience('c', 2), audience('d', 2, 'DRAMA')];
const facts: TasteFacts = {
  recent: ['b', 'a'],
  watched: new Set(['a', 'b']),
  pairs: pairs.filter(({ videoId }) => videoId === 'a' || videoId === 'b'),
  audiences,
};

describe('recommendations', () => {
  test('of the small case are those found by hand', () => {
    // c: with a 2/√(4·2) = 0.707, with b 1/√8 = 0.354, together 1.061. d: with a 1/√8 = 0.354, plus 0.25 · ½ for DRAMA: 0.479.
    expect(rankRecommendations(facts, 10)).toEqual([
      { videoId: 'c', reason: 'WATCHED_TOGETHER', becauseId: 'a' },
      { videoId: 'd', reason: 'WATCHED_TOGETHER', becauseId: 'a' },
    ]);
  });

  test('are filled up with favourites of the genres, the one watched most first, then of everybody', () => {
    const more = [audience('popular', 90, 'WESTERN'), audience('horror', 9, 'HORROR'), audience('drama', 3, 'DRAMA')];
    const recent = ['b', 'a', 'a2'];
    const known = [...audiences, ...more, audience('a2', 1, 'DRAMA')];
    const watched = new Set(recent);
    expect(rankRecommendations({ ...facts, recent, watched, audiences: known }, 5)).toEqual([
      { videoId: 'c', reason: 'WATCHED_TOGETHER', becauseId: 'a' },
      { videoId: 'd', reason: 'WATCHED_TOGETHER', becauseId: 'a' },
      { videoId: 'drama', reason: 'GENRE', becauseId: null },
      { videoId: 'horror', reason: 'GENRE', becauseId: null },
      { videoId: 'popular', reason: 'POPULAR', becauseId: null },
    ]);
  });

  test('that are equal come by number of viewers, then by id', () => {
    const equal = [audience('z', 5), audience('y', 5), audience('x', 6)];
    const nothing = { recent: [], watched: new Set<string>(), pairs: [], audiences: equal };
    expect(rankRecommendations(nothing, 3).map(({ videoId }) => videoId)).toEqual(['x', 'y', 'z']);
  });

  test('never hold what was watched, are as many as asked for, and do not depend on the order of the facts', () => {
    const id = fc.constantFrom(...'abcdefgh');
    const anyFacts = fc.record({
      recent: fc.uniqueArray(id, { maxLength: 4 }),
      pairs: fc.uniqueArray(fc.record({ videoId: id, otherId: id, viewers: fc.integer({ min: 1, max: 3 }) }), {
        selector: ({ videoId, otherId }) => videoId + otherId,
      }),
      audiences: fc.uniqueArray(
        fc.record({ _id: id, viewers: fc.integer({ min: 1, max: 5 }), genre: fc.constantFrom(null, 'DRAMA' as const) }),
        { selector: ({ _id }) => _id },
      ),
    });
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 1, max: 8 }), ({ recent, pairs: some, audiences: rows }, first) => {
        const own = some.filter(({ videoId }) => recent.includes(videoId));
        const watched = new Set(recent);
        const ranked = rankRecommendations({ recent, watched, pairs: own, audiences: rows }, first);
        expect(ranked).toHaveLength(Math.min(first, rows.filter(({ _id }) => !watched.has(_id)).length));
        for (const { videoId, becauseId, reason } of ranked) {
          expect(watched).not.toContain(videoId);
          if (reason === 'WATCHED_TOGETHER') expect(watched).toContain(becauseId);
        }
        const turned = { recent: [...recent].reverse(), pairs: [...own].reverse(), audiences: [...rows].reverse() };
        expect(rankRecommendations({ ...turned, watched }, first)).toEqual(ranked);
      }),
    );
  });
});

describe('similar videos', () => {
  test('of the small case are those found by hand', () => {
    // To a: b 3/√16 = 0.75, c 2/√8 = 0.707, d 1/√8 = 0.354.
    const ofA = pairs.filter(({ videoId }) => videoId === 'a');
    expect(rankSimilar('a', ofA, audiences, 3)).toEqual(['b', 'c', 'd']);
    expect(rankSimilar('a', ofA, audiences, 1)).toEqual(['b']);
  });

  test('are followed by favourites that have nobody in common with it', () => {
    const known = [...audiences, audience('favourite', 50), audience('other', 50)];
    const ofC = pairs.filter(({ videoId }) => videoId === 'c');
    // To c: a 2/√8 = 0.707, d 1/√4 = 0.5, b 1/√8 = 0.354.
    expect(rankSimilar('c', ofC, known, 9)).toEqual(['a', 'd', 'b', 'favourite', 'other']);
  });
});
