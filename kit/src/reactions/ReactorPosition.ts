import type { Connection } from 'mongoose';
import { stateOf } from '../owner/bookkeeping.ts';

/** How far the reaction to one kind of event is, as the unit's database knows it: `wellspring.state`, `_id: 'reactor:<durable>'`. */
export interface ReactorPosition {
  /** The durable consumer's life: since it was created without a predecessor. In the consumer's metadata too. */
  readonly life: string;
  /** Up to this stream sequence every event is acknowledged, and so had its effect. */
  readonly sequence: number;
  /** Rises with each look: a database that does not hold the last one was set back. */
  readonly looks: number;
}

/** What the broker knows of a durable consumer. */
export interface DurableFacts {
  readonly life: string | undefined;
  /** Up to this stream sequence everything is acknowledged. */
  readonly floor: number;
}

/**
 * After which stream sequence a reaction goes on. The database may be behind the broker by what it handled since it last looked, and by
 * everything since a backup that was restored: that comes again, and the inbox knows what had its effect.
 * @param durable undefined: there is none, so the broker lost it
 * @returns null where everything comes again, in a new life
 */
export function resumeAfter(durable: DurableFacts | undefined, known: ReactorPosition | null): number | null {
  if (durable?.life === undefined || known === null || known.life !== durable.life) return null;
  return Math.min(durable.floor, known.sequence);
}

const idOf = (durable: string): string => `reactor:${durable}`;

export async function recallPosition(connection: Connection, durable: string): Promise<ReactorPosition | null> {
  const known = await stateOf(connection).findOne({ _id: idOf(durable) }, { projection: { _id: 0 } });
  return known as ReactorPosition | null;
}

export async function keepPosition(connection: Connection, durable: string, position: ReactorPosition): Promise<void> {
  await stateOf(connection).updateOne({ _id: idOf(durable) }, { $set: { ...position } }, { upsert: true });
}
