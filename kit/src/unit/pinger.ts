import type { Connection } from 'mongoose';
import { databaseOf } from '../owner/bookkeeping.ts';

/** How long an answer holds, and how long one may take. */
const INTERVAL = 1_000; // ms

/** Asks whether the database answers; at most once a second, however often it is called. */
export function pinger(connection: Connection): () => Promise<boolean> {
  let last: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  return async () => {
    const now = performance.now();
    if (last === undefined || now - last.at > INTERVAL) {
      const ping = databaseOf(connection).command({ ping: 1 }, { timeoutMS: INTERVAL });
      last = {
        at: now,
        answer: ping.then(
          () => true,
          () => false,
        ),
      };
    }
    return last.answer;
  };
}
