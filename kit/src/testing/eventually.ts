import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until `probe` answers something other than undefined, null or false (an error of the probe counts as "not yet").
 * @param what is named when time runs out
 * @param timeout in ms. Default 20,000
 * @throws Error with the last answer or error
 */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeout = 20_000,
): Promise<NonNullable<T>> {
  const until = performance.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== null && answer !== false) return answer as NonNullable<T>;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > until) {
      throw new Error(
        `waited ${timeout} ms for ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
        {
          cause: last instanceof Error ? last : undefined,
        },
      );
    }
    await delay(10);
  }
}
