import type { ArchivedFact, OwnedDocument } from './Inspector.ts';

/** A database that was set back to a backup: what was true and is not any more. */
export interface Setback {
  readonly unit: string;
  /** When the backup was begun, as `performance.now()` says: what was acknowledged before is in it. */
  readonly from: number;
  /** By entity: the documents of the backup, and those that it replaced. */
  readonly backup: Entities;
  readonly before: Entities;
  /** All events that were known before, archived or still to be published. */
  readonly facts: readonly ArchivedFact[];
}

/** Documents by entity. */
export type Entities = Readonly<Record<string, readonly OwnedDocument[]>>;
