/** Where a content stands in the history of its entity: epoch first, then rev (PROTOCOL.md, "Stamp"). */
export interface Revision {
  readonly epoch: number;
  readonly rev: number;
}

/** Whether `a` is a later revision than `b`. */
export function isNewer(a: Revision, b: Revision): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.rev > b.rev);
}
