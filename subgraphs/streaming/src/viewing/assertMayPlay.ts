import { WellspringError } from '@wellspring/kit';
import type { ViewData } from '@wellspring/schema';
import type { VideoDocument } from '../video/VideoDocument.ts';

/** What is known of what a member may use: streaming's copy. */
export type AccessCopy = Pick<ViewData<'members.MemberAccess'>, 'subscription'>;

/**
 * Whether a member may play a video now: a free one anybody, the others with a subscription that is paid beyond now. The copy holds
 * times only, so a subscription lapses on this unit's own clock, whoever is away.
 * @throws WellspringError SUBSCRIPTION_REQUIRED with the plan and, when there was a subscription, the time it lapsed
 */
export function assertMayPlay(video: Pick<VideoDocument, 'title' | 'access'>, access: AccessCopy, now: Date): void {
  if (video.access === 'FREE') return;
  const { plan = null, paidUntil = null } = access.subscription ?? {};
  if (paidUntil !== null && new Date(paidUntil).getTime() > now.getTime()) return;
  const why = paidUntil === null ? 'the member has none' : `the member's lapsed at ${paidUntil}`;
  throw new WellspringError('SUBSCRIPTION_REQUIRED', `"${video.title}" takes a subscription; ${why}.`, {
    details: { plan: plan ?? 'FREE', lapsedAt: paidUntil },
  });
}
