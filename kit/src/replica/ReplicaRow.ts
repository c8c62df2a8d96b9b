import { createHash } from 'node:crypto';
import type { Revision } from '../owner/Revision.ts';

/** A row as it is stored (PROTOCOL.md, "Replica rows"). */
export interface ReplicaRow extends Revision {
  readonly _id: string;
  /** When the owner wrote this revision. */
  readonly at: Date;
  readonly shape: string;
  /** Of the shape; absent for 0, the first. */
  readonly generation?: number;
  /** Set on tombstones, which have no data. */
  readonly gone?: true;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A replica as its parts know it. */
export interface ReplicaPlan {
  /** The name the consumer gives it: `member`. */
  readonly name: string;
  /** `members.MemberCard` */
  readonly view: string;
  /** The GraphQL type it is a copy of. */
  readonly entity: string;
  /** Fields stored, without the key. */
  readonly uses: readonly string[];
  /** Each an ordered list of fields; `-` in front of one sorts it descending. */
  readonly indexes: readonly (readonly string[])[];
  /** Digest of `uses`: a row of another shape counts as missing. */
  readonly shape: string;
}

export function shapeOf(uses: readonly string[]): string {
  return createHash('sha256')
    .update([...uses].sort().join(','))
    .digest('base64url')
    .slice(0, 12);
}

export const replicaCollection = (view: string): string => `replica.${view}`;

/** The row for a published content: the key and what the consumer declared to use, nothing else. */
export function toRow(
  plan: ReplicaPlan,
  { id, epoch, rev, at }: Revision & { id: string; at: Date },
  data: Readonly<Record<string, unknown>> | undefined,
): ReplicaRow {
  const head = { _id: id, epoch, rev, at, shape: plan.shape };
  if (data === undefined) return { ...head, gone: true };
  return { ...head, data: { id, ...Object.fromEntries(plan.uses.map((field) => [field, data[field] ?? null])) } };
}
