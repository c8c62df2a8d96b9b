/**
 * Which run of a job is due.
 * Runs lie on a grid of `every` from the last one; of those that were missed only the latest is due.
 * @param last when the last run was due; null before the first one
 * @returns null when none is due yet
 */
export function dueRun(last: Date | null, every: number, now: Date): Date | null {
  if (last === null) return now;
  const missed = Math.floor((now.getTime() - last.getTime()) / every);
  return missed < 1 ? null : new Date(last.getTime() + missed * every);
}
