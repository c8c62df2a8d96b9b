/** How often the provider is asked to charge before the payment is declined for want of an answer. */
export const MAX_UNANSWERED = 6;

const FIRST = 2_000; // ms
const LONGEST = 5 * 60_000; // ms

/** How long to wait after so many requests in a row without an answer, in ms: 2 s, 4 s, 8 s … 5 min. */
export const retryDelay = (unanswered: number): number => Math.min(FIRST * 2 ** Math.max(unanswered - 1, 0), LONGEST);
