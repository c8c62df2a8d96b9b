/** How far a replica is, as the consumer's database knows it (PROTOCOL.md, "Bootstrapping"). */
export interface ReplicaPosition {
  /** When the durable consumer was created: tells it from the one before it. */
  readonly consumer: string;
  /** Up to this stream sequence everything was acknowledged, and so applied. */
  readonly sequence: number;
}

/** Where a durable consumer has to start. */
export type Start =
  /** It goes on where it is. */
  | 'continue'
  /** There is none, or what the database holds is of another one's time: everything is delivered. */
  | 'anew'
  /** The database is behind it: everything after this sequence is delivered again. */
  | { readonly after: number };

/**
 * Compares what the database knows with the durable consumer, at each start. The broker's position may be ahead of the
 * database's by what was acknowledged just before a crash, or by everything since a backup: it is delivered again in both cases.
 * @param known by the database; undefined: nothing
 * @param durable as the broker has it; undefined: there is none
 */
export function startOf(known: ReplicaPosition | undefined, durable: ReplicaPosition | undefined): Start {
  if (durable === undefined) return 'anew';
  if (known?.consumer !== durable.consumer) return durable.sequence === 0 ? 'continue' : 'anew';
  return durable.sequence > known.sequence ? { after: known.sequence } : 'continue';
}
