import { describe, expect, test } from '@jest/globals';
import { decideFollow, type FollowFacts } from './decideFollow.ts';

const now = new Date('2026-03-01T09:30:00Z');
const given = (facts: Partial<FollowFacts>) => () =>
  decideFollow({ id: 'f1', followerId: 'ada', followedId: 'bob', followedExists: true, following: 0, now, ...facts });

describe('following a member', () => {
  test('given another one, says since when, and records it', () => {
    expect(given({ following: 4_999 })()).toEqual({
      document: { _id: 'f1', followerId: 'ada', followedId: 'bob', since: now },
      event: { followerId: 'ada', followedId: 'bob' },
    });
  });

  test.each([
    ['oneself', { followedId: 'ada' }, 'BAD_INPUT'],
    ['nobody', { followedExists: false }, 'NOT_FOUND'],
    ['5,000 already', { following: 5_000 }, 'FOLLOW_LIMIT'],
  ])('given %s, is refused', (_what, facts, code) => {
    expect(given(facts)).toThrow(expect.objectContaining({ code }));
  });
});
