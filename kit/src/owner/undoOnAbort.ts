import type { mongo } from 'mongoose';

/** How a transaction may end for something in memory. */
export interface Outcome {
  /** It did not commit. */
  undo(): void;
  committed(): void;
}

/** Who is to be told, in each session whose transaction is open. */
const followed = new WeakMap<mongo.ClientSession, Map<object, Outcome>>();

/**
 * Calls `committed` after the session's transaction, or `undo` if it does not commit: when it is aborted, when it is begun anew (as the driver does after a
 * TransientTransactionError, also one of the commit), or when the session ends. mongoose resets documents only for its own
 * `connection.transaction()`, and not when it was the commit that failed.
 * @param subject asked for once a transaction: a later call for the same one is ignored
 * @returns whether the outcome was taken
 */
export function undoOnAbort(session: mongo.ClientSession, subject: object, outcome: Outcome): boolean {
  const outcomes = followed.get(session) ?? follow(session);
  if (outcomes.has(subject)) return false;
  outcomes.set(subject, outcome);
  return true;
}

function follow(session: mongo.ClientSession): Map<object, Outcome> {
  const outcomes = new Map<object, Outcome>();
  followed.set(session, outcomes);
  const tell = (which: keyof Outcome): void => {
    const all = [...outcomes.values()];
    outcomes.clear();
    for (const outcome of all) outcome[which]();
  };
  const start = session.startTransaction.bind(session);
  const commit = session.commitTransaction.bind(session);
  const abort = session.abortTransaction.bind(session);
  // The session has no event for these; the driver's withTransaction() calls them too.
  session.startTransaction = (options) => {
    start(options);
    tell('undo');
  };
  session.commitTransaction = async (options) => {
    await commit(options);
    tell('committed');
  };
  session.abortTransaction = async (options) => {
    try {
      await abort(options);
    } finally {
      tell('undo');
    }
  };
  session.once('ended', () => tell('undo'));
  return outcomes;
}
