import { InputCheck, WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { FollowDocument } from './FollowDocument.ts';

/** How many a member may follow: what a page of the feed costs grows with it. Several requests at once may go a little beyond. */
export const MAX_FOLLOWED = 5_000;

/** What following somebody depends on. */
export interface FollowFacts {
  readonly id: string;
  readonly followerId: string;
  readonly followedId: string;
  /** Whether there is a member with that id. */
  readonly followedExists: boolean;
  /** How many the follower follows already. */
  readonly following: number;
  readonly now: Date;
}

/**
 * A new follow, and the fact to record.
 * @throws WellspringError BAD_INPUT for oneself, NOT_FOUND, FOLLOW_LIMIT
 */
export function decideFollow({ id, followerId, followedId, followedExists, following, now }: FollowFacts): {
  readonly document: FollowDocument;
  readonly event: EventData<'community.MemberFollowed'>;
} {
  const check = new InputCheck();
  check.expect(followerId !== followedId, 'memberId', 'Expected another member, got the acting one.');
  check.throwFaults();
  if (!followedExists) throw new WellspringError('NOT_FOUND', `Expected a member with id "${followedId}", got none.`);
  if (following >= MAX_FOLLOWED)
    throw new WellspringError('FOLLOW_LIMIT', `A member follows at most ${MAX_FOLLOWED} others.`);
  return { document: { _id: id, followerId, followedId, since: now }, event: { followerId, followedId } };
}
