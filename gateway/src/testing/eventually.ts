/**
 * Asks again and again until the answer is no longer undefined.
 *
 * @param timeout how long to go on; ms. Default: 5000.
 */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  timeout: number = 5_000,
): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Not within ${timeout} ms: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
