import { type Count, WINDOW } from '../decideCount.ts';

/** Numbers of viewers of videos (`a`) and of pairs (`a b`, from both sides); none is 0. */
export type Counts = Readonly<Record<string, number>>;

/** Counts everything from scratch: what the counts must be, given what each member watched, in order. */
export function recount(histories: Iterable<readonly string[]>): Counts {
  const counts: Record<string, number> = {};
  const add = (key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const videoIds of histories) {
    videoIds.forEach((videoId, index) => {
      add(videoId);
      for (const before of videoIds.slice(Math.max(0, index - WINDOW), index)) {
        add(`${videoId} ${before}`);
        add(`${before} ${videoId}`);
      }
    });
  }
  return counts;
}

/** What {@link Count} says, done to plain numbers. */
export function applyCount(counts: Counts, { videoId, partners }: Count, by: 1 | -1): Counts {
  const next: Record<string, number> = { ...counts };
  const keys = [videoId, ...partners.flatMap((other) => [`${videoId} ${other}`, `${other} ${videoId}`])];
  for (const key of keys) {
    next[key] = (next[key] ?? 0) + by;
    if (next[key] === 0) delete next[key];
  }
  return next;
}
