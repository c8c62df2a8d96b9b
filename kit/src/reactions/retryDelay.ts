/** How long a failed reaction waits. */
export interface RetryLimits {
  /** After the first failure, in ms; doubled with each further one. */
  readonly first: number;
  /** At most, in ms. */
  readonly last: number;
}

/**
 * Exponential backoff with equal jitter: between half and all of the doubled delay, so that entities that failed together are not
 * tried again together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 * @param failures in a row, from 1
 */
export function retryDelay(failures: number, { first, last }: RetryLimits, random: () => number = Math.random): number {
  const full = Math.min(last, first * 2 ** (failures - 1));
  return full / 2 + (random() * full) / 2;
}
