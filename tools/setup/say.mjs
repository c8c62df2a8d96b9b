/** One line about set-up, on standard error: standard output belongs to the command. */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/**
 * Says that `what` starts and how long it took.
 *
 * @template Result
 * @param {string} what
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function saying(what, work) {
  const started = performance.now();
  say(`${what} …`);
  const result = await work();
  say(`${what}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
