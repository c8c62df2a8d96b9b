import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** How long in all. */
  readonly deadlineMs: number;
  /** First pause between two tries; each is half as long again as the one before, up to `longestMs`. Default 25 ms. */
  readonly pauseMs?: number;
  /** Default 1_000 ms. */
  readonly longestMs?: number;
  /** Ends the waiting early: rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Tries until `attempt` answers something else than undefined. An error of `attempt` that `isTransient` accepts counts as
 * a try in vain.
 * @throws the last transient error, or `timedOut()`, when the deadline has passed; any other error at once
 */
export async function waitFor<T>(
  attempt: () => Promise<T | undefined>,
  patience: Patience & { isTransient?: (error: unknown) => boolean; timedOut?: (lastError: unknown) => Error },
): Promise<T> {
  const { deadlineMs, longestMs = 1_000, signal, isTransient = () => false, timedOut } = patience;
  const end = performance.now() + deadlineMs;
  let wait = patience.pauseMs ?? 25;
  for (;;) {
    let lastError: unknown;
    signal?.throwIfAborted();
    try {
      const answer = await attempt();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!isTransient(error)) throw error;
      lastError = error;
    }
    if (performance.now() + wait > end) {
      if (timedOut !== undefined) throw timedOut(lastError);
      throw lastError ?? new Error(`Expected something within ${deadlineMs} ms; it did not come.`);
    }
    await pause(wait, undefined, signal === undefined ? {} : { signal });
    wait = Math.min(wait * 1.5, longestMs);
  }
}
