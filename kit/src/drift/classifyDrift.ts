import { isNewer, type Revision } from '../owner/Revision.ts';
import type { OwnerRow } from './DigestRequest.ts';

/** A replica's row as it is compared; undefined where there is none, or one of other fields. */
export type ComparedRow = Revision & { readonly digest?: string };

/**
 * How a replica's row differs from its owner's entity:
 * `content` at one and the same revision, the owner's or the row was written past the kit; `missing` here; `surplus`, unknown to
 * the owner; `behind` or `ahead` in revision.
 */
export type DriftKind = 'content' | 'missing' | 'surplus' | 'behind' | 'ahead';

/** What the two rows say: nothing, a kind of drift, or that it cannot be told now. Pure. */
export function classifyDrift(owner: OwnerRow, row: ComparedRow | undefined): DriftKind | 'unsettled' | null {
  const isLiveHere = row?.digest !== undefined;
  if ('error' in owner) return 'unsettled';
  if ('unknown' in owner) return isLiveHere ? 'surplus' : null;
  if (owner.dirty === true) return 'unsettled';
  if ('gone' in owner) {
    if (!isLiveHere) return null;
    if (isNewer(owner, row)) return 'behind';
    return isNewer(row, owner) ? 'ahead' : 'content';
  }
  if (row === undefined) return 'missing';
  if (isNewer(owner, row)) return 'behind';
  if (isNewer(row, owner)) return 'ahead';
  return row.digest === owner.digest ? null : 'content';
}

/** A difference as it was first seen. */
export interface Suspect {
  readonly id: string;
  readonly kind: DriftKind;
  /** The owner's revision, 0.0 where it has none. */
  readonly owner: Revision;
  /** The replica's revision, 0.0 where it has none. */
  readonly row: Revision;
}

/**
 * Whether a difference that is seen again after the replica caught up is the same one, and not the entity on its way: whoever
 * was behind must by now have reached the revision that the other had before. Pure.
 */
export function isStillDrift(first: Suspect, again: Suspect): boolean {
  if (again.kind !== first.kind) return again.kind === 'content';
  if (again.kind === 'behind') return isNewer(first.owner, again.row);
  if (again.kind === 'ahead') return isNewer(first.row, again.owner);
  return true;
}
