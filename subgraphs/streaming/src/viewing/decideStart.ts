import type { EventData } from '@wellspring/schema';
import type { ViewingDocument } from './ViewingDocument.ts';
import { viewingId } from './viewingId.ts';

/** What beginning or going on changes; the fact to record when a playback begins. */
export interface StartedPlayback {
  readonly changes: Partial<ViewingDocument>;
  readonly event: EventData<'streaming.PlaybackStarted'> | null;
}

/**
 * Begins to watch, or goes on. What was watched to its end begins again at its start, as the next playback; a repeat of the same
 * command finds that one and goes on with it.
 * @param viewing null when the member has not watched it yet
 */
export function decideStart(
  viewing: ViewingDocument | null,
  { memberId, videoId, now }: { readonly memberId: string; readonly videoId: string; readonly now: Date },
): StartedPlayback {
  if (viewing !== null && !viewing.finished) return { changes: { lastAt: now }, event: null };
  const begun = { position: 0, startedAt: now, lastAt: now, finished: false };
  const event = { memberId, videoId };
  if (viewing !== null) return { changes: { ...begun, playback: viewing.playback + 1 }, event };
  const first = { _id: viewingId(memberId, videoId), memberId, videoId, playback: 1, finishedAt: null };
  return { changes: { ...first, ...begun }, event };
}
