import { InputCheck, requireMember, WellspringError } from '@wellspring/kit';
import type { MutationResolvers, ReportProgressInput } from '../generated/resolvers.ts';
import { decideProgress, type ProgressReport } from './decideProgress.ts';
import { retryRaces } from './retryRaces.ts';
import { viewingId } from './viewingId.ts';

const LONGEST = 86_400; // seconds: a day

/** Notes how far the acting member is. What was begun may be watched to its end: the subscription is asked for at the start only. */
export const reportProgress: NonNullable<MutationResolvers['reportProgress']> = async (_root, { input }, ctx) => {
  const memberId = requireMember(ctx);
  const report = checkReport(input);
  const video = await ctx.entities.Video.load(input.videoId);
  const now = ctx.clock.now();

  return retryRaces(async () => {
    const viewing = await ctx.models.Viewing.findById(viewingId(memberId, input.videoId));
    if (viewing === null)
      throw new WellspringError('NOT_FOUND', `Expected a playback of video "${input.videoId}" that was started.`);
    const progress = decideProgress(viewing.toObject(), report, { minutes: video?.minutes ?? null, now });
    if (progress === null) return viewing;
    viewing.set(progress.changes);
    if (progress.event !== null) viewing.record('ViewingFinished', progress.event);
    await viewing.save();
    return viewing;
  });
};

function checkReport({ playback, position, finished }: ReportProgressInput): ProgressReport {
  const check = new InputCheck();
  check.whole('playback', playback, { min: 1, max: 1_000_000 });
  check.whole('position', position, { min: 0, max: LONGEST });
  check.throwFaults();
  return { playback, position, finished: finished ?? false };
}
