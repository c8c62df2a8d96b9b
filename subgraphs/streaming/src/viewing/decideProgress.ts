import { WellspringError } from '@wellspring/kit';
import type { EventData } from '@wellspring/schema';
import type { ViewingDocument } from './ViewingDocument.ts';

/** How far a player says the member is. */
export interface ProgressReport {
  readonly playback: number;
  /** Seconds from the start. */
  readonly position: number;
  readonly finished: boolean;
}

/** What a report changes, and the fact to record when the end was reached. */
export interface Progress {
  readonly changes: Pick<ViewingDocument, 'position' | 'lastAt' | 'finished' | 'finishedAt'>;
  readonly event: EventData<'streaming.ViewingFinished'> | null;
}

/** From this share of the length on a video counts as watched to its end: what follows are the credits. */
const END = 0.95;

/**
 * Takes a report of progress. Within one playback the position only grows, so reports may come late, twice or in another order: the
 * outcome is that of the furthest.
 * @param minutes the video's length; null when it is not known, then only the player can tell the end
 * @returns null when the report says nothing new: it is late, repeated, or of an earlier playback
 * @throws WellspringError BAD_INPUT when there is no such playback yet
 */
export function decideProgress(
  viewing: ViewingDocument,
  report: ProgressReport,
  { minutes, now }: { readonly minutes: number | null; readonly now: Date },
): Progress | null {
  if (report.playback > viewing.playback) {
    const message = `Expected at most the playback that was begun last, ${viewing.playback}; got ${report.playback}.`;
    throw new WellspringError('BAD_INPUT', `playback: ${message}`, {
      details: { faults: [{ field: 'playback', message }] },
    });
  }
  if (report.playback < viewing.playback || viewing.finished) return null;
  const position = Math.max(viewing.position, report.position);
  const finished = report.finished || (minutes !== null && position >= END * minutes * 60);
  if (position === viewing.position && !finished) return null;
  const { memberId, videoId } = viewing;
  return {
    changes: { position, lastAt: now, finished, finishedAt: finished ? now : viewing.finishedAt },
    event: finished ? { memberId, videoId } : null,
  };
}
