import type { EmailDelivery } from '../notification/NotificationDocument.ts';

/** What became of handing an e-mail over. */
export type Outcome =
  | 'taken'
  /** The server refuses it for good. */
  | 'refused'
  /** Nobody knows whether the server has it. */
  | 'failed'
  /** The member has none, or is gone. */
  | 'no address'
  /** The copy of the address is not here, and its owner does not answer: nothing was tried. */
  | 'address unknown';

/** How often the mail server is asked before the e-mail is given up. */
export const MAX_ATTEMPTS = 8;

const FIRST = 30_000; // ms
const LONGEST = 3_600_000; // ms

/** How long to wait after so many failed attempts, in ms: 30 s, 2 min, 8 min, 32 min, then an hour: some four hours in all. */
export const retryDelay = (attempts: number): number => Math.min(FIRST * 4 ** Math.max(attempts - 1, 0), LONGEST);

/** What an outcome makes of a delivery. */
export function decideDelivery({ attempts }: EmailDelivery, outcome: Outcome, now: Date): EmailDelivery {
  const later = (ms: number): Date => new Date(now.getTime() + ms);
  switch (outcome) {
    case 'taken':
      return { status: 'SENT', attempts: attempts + 1, due: null };
    case 'refused':
      return { status: 'FAILED', attempts: attempts + 1, due: null };
    case 'no address':
      return { status: 'NO_ADDRESS', attempts, due: null };
    case 'address unknown':
      return { status: 'PENDING', attempts, due: later(FIRST) };
    case 'failed': {
      const tried = attempts + 1;
      if (tried >= MAX_ATTEMPTS) return { status: 'FAILED', attempts: tried, due: null };
      return { status: 'PENDING', attempts: tried, due: later(retryDelay(tried)) };
    }
  }
}
