import type { ContractProblemCode } from '@wellspring/kit/contracts';

/** What the check can find, beside the faults of views and events. `docs/check.md` lists all; a test compares. */
export const checkCodes = [
  'UNIT_MISNAMED',
  'ENTITY_UNDECLARED',
  'GOLDEN_SOURCE_TWICE',
  'NOT_NULLABLE',
  'NOT_SHAREABLE',
  'VALUE_TYPE_DIFFERS',
  'VALUE_TYPE_UNSHARED',
  'REPLICA_VIEW_UNKNOWN',
  'REPLICA_FIELD_UNKNOWN',
  'REPLICA_FIELD_UNUSED',
  'COPY_WITHOUT_OWNER',
  'COPY_DIFFERS',
  'COPY_NOT_KEPT',
  'COPY_AMBIGUOUS',
  'COPY_PARTIAL',
  'COPY_OF_ROW_LEVEL',
  'COPY_OF_GUARDED',
  'PROVIDES_ARGUMENT',
  'PROVIDES_INTERFACE',
  'SILENT_HOP',
  'UNIT_IMPORTED',
  'COLLECTION_BYPASSED',
  'COMPOSITION',
  'VIEW_CHANGED',
  'VIEW_REMOVED',
  'EVENT_CHANGED',
  'EVENT_REMOVED',
  'COPY_FROZEN',
  'VERSION_MISNAMED',
] as const;

/** The code of a problem. */
export type ProblemCode = (typeof checkCodes)[number] | ContractProblemCode;

/** One fault of the platform, where it is and what to write instead. */
export interface Problem {
  readonly code: ProblemCode;
  /** Relative to the root. */
  readonly file: string;
  /** From 1; absent where the fault is the file's as a whole. */
  readonly line?: number | undefined;
  /** The type and field, the replica or the import it is about. */
  readonly at: string;
  readonly message: string;
}
