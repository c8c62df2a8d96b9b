import type { DriftKind, Suspect } from './classifyDrift.ts';

/** What one comparison of a replica with its owner found. */
export interface DriftReport {
  /** `members.MemberCard` */
  readonly view: string;
  /** Live entities of the owner that were compared. */
  checked: number;
  /** Entities that differ, by kind. */
  readonly found: Partial<Record<DriftKind, number>>;
  /** Of these, how many were seen equal again after their repair. */
  repaired: number;
  /** Differences that could not be told from changes in flight: nothing is said of them. */
  unsettled: number;
  /** The entities that differ, the first 100. */
  readonly entities: Suspect[];
  /** How long it took, in ms. */
  tookMs: number;
  /** Why it was not done, or not to its end. */
  error?: string;
}

const NAMED = 100;

export function emptyReport(view: string): DriftReport {
  return { view, checked: 0, found: {}, repaired: 0, unsettled: 0, entities: [], tookMs: 0 };
}

/** Takes what differs into the report. */
export function addDrift(report: DriftReport, drift: readonly Suspect[]): void {
  for (const suspect of drift) {
    report.found[suspect.kind] = (report.found[suspect.kind] ?? 0) + 1;
    if (report.entities.length < NAMED) report.entities.push(suspect);
  }
}

/** How many entities differ. */
export function totalFound({ found }: Pick<DriftReport, 'found'>): number {
  return Object.values(found).reduce((sum, count) => sum + count, 0);
}
