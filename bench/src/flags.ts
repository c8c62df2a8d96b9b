/**
 * A flag's whole number.
 * @param digits how many it may have at most. Default 6
 * @throws Error that names the flag
 */
export function wholeNumber(flag: string, text: string, least: number, digits = 6): number {
  if (/^\d+$/.test(text) && text.length <= digits && Number(text) >= least) return Number(text);
  throw new Error(`--${flag} expects a whole number of at least ${least}; got ${JSON.stringify(text)}.`);
}

/**
 * A flag's duration in seconds.
 * @throws Error that names the flag
 */
export function duration(flag: string, text: string): number {
  if (/^\d{1,4}(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw new Error(`--${flag} expects a number of seconds above 0; got ${JSON.stringify(text)}.`);
}
