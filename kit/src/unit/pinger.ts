import { setTimeout as delay } from 'node:timers/promises';
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
      const ping = databaseOf(connection)
        .command({ ping: 1 })
        .then(
          () => true,
          () => false,
        );
      // The driver waits for a server longer than whoever asks for readiness does.
      last = { at: now, answer: Promise.race([ping, delay(INTERVAL, false, { ref: false })]) };
    }
    return last.answer;
  };
}
