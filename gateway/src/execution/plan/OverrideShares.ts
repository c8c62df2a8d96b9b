import type { Supergraph } from '@apollo/federation-internals';

/** `@override(from: …, label: "percent(n)")`: for n of 100 operations. */
const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;

/** The label of a field that moves for a share of operations, and whether it has moved for one that drew this number. */
export function isMoved(label: string, drawn: number): boolean {
  const percent = PERCENT.exec(label)?.[1];
  // Any other label is for somebody to decide; nobody does.
  return percent !== undefined && drawn < Number(percent);
}

/** Which fields have moved from one subgraph to another is drawn anew for each operation, where their owners say so. */
export class OverrideShares {
  readonly labels: readonly string[];
  /** Every number that makes a difference, sorted: operations that draw the same go the same ways. */
  readonly all: readonly number[];

  constructor({ schema }: Supergraph) {
    const applications = [...(schema.directive('join__field')?.applications() ?? [])];
    const labels = applications.flatMap((application) => {
      const { overrideLabel } = application.arguments() as { overrideLabel?: string };
      return overrideLabel === undefined ? [] : [overrideLabel];
    });
    this.labels = [...new Set(labels)];
    const percents = this.labels.map((label) => Number(PERCENT.exec(label)?.[1] ?? 0)).filter((share) => share < 100);
    this.all = [...new Set([0, ...percents])].sort((a, b) => a - b);
  }

  /** @param random from 0 up to 1 */
  draw(random: () => number = Math.random): number {
    const drawn = this.all.length === 1 ? 0 : random() * 100;
    return this.all.findLast((share) => share <= drawn) ?? 0;
  }
}
