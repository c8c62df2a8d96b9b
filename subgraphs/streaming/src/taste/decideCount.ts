/** A video is paired with this many that the member watched before it, so that one viewing costs a bounded number of writes. */
export const WINDOW = 50;

/** One more viewer of a video (or one less), and of each pair that it makes with its partners. */
export interface Count {
  readonly videoId: string;
  /** Each once; never the video itself. */
  readonly partners: readonly string[];
}

/**
 * Counts a video for a member.
 * @param videoIds what is counted of the member already, in order
 * @returns null when the video is among them: a viewing counts once, however often it is told
 */
export function decideCount(videoIds: readonly string[], videoId: string): Count | null {
  return videoIds.includes(videoId) ? null : { videoId, partners: videoIds.slice(-WINDOW) };
}

/**
 * Takes back the count that was made last: the exact reverse of {@link decideCount}.
 * @returns null when nothing is left
 */
export function decideUncount(videoIds: readonly string[]): Count | null {
  const videoId = videoIds.at(-1);
  return videoId === undefined ? null : { videoId, partners: videoIds.slice(0, -1).slice(-WINDOW) };
}
