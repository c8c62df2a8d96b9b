import type { Setback } from './Setback.ts';

/** What clients did and saw: the oracle's half that no server had a hand in. */
export class Ledger {
  /** Writes that were answered without an error. */
  acknowledged = 0;
  /** Acknowledged writes that a restored backup made undone, or may have: they promise nothing any more. */
  voided = 0;
  /** Writes that were sent. */
  attempted = 0;
  /** Reads that were answered. */
  reads = 0;
  /** By product: each is a value that comes once. */
  readonly names = new Map<string, string[]>();
  readonly prices = new Map<string, string[]>();
  /** By member. */
  readonly profiles = new Map<string, ProfileWrites>();
  readonly joined = new Set<string>();
  /** By member who was told to leave: whether that was acknowledged. */
  readonly leaving = new Map<string, boolean>();
  readonly placed = new Set<string>();
  /** By order that was told to be cancelled: whether that was acknowledged. */
  readonly cancelling = new Map<string, boolean>();
  /** By reader, product and field: the values in the order in which they were seen, each once in a row. */
  readonly sightings = new Map<string, Sighting>();
  /** Databases that were set back to a backup, in order. */
  readonly setbacks: Setback[] = [];
  /** By unit: what may have to be taken back, the last acknowledged last. */
  readonly #kept = new Map<string, { at: number; unkeep: () => void }[]>();
  /** By unit: until when writes may have been sent to a database that was then set back. */
  readonly #setBackAt = new Map<string, number>();

  /**
   * A write was acknowledged.
   * @param unit whose database holds it
   * @param sent when it was sent, as `performance.now()` says
   * @param keep notes what it promises
   * @param unkeep takes that back: it may be true or not
   */
  keep(unit: string, sent: number, keep: () => void, unkeep: () => void): void {
    this.acknowledged += 1;
    // Its answer may have been on its way while the database was set back.
    if (sent <= (this.#setBackAt.get(unit) ?? Number.NEGATIVE_INFINITY)) {
      this.voided += 1;
      unkeep();
      return;
    }
    keep();
    const kept = this.#kept.get(unit) ?? [];
    kept.push({ at: performance.now(), unkeep });
    this.#kept.set(unit, kept);
  }

  /** A unit's database was set back, just now. @returns how many acknowledged writes that took back */
  setBack(setback: Setback): number {
    const { unit, from } = setback;
    this.setbacks.push(setback);
    this.#setBackAt.set(unit, performance.now());
    const kept = this.#kept.get(unit) ?? [];
    const undone = kept.filter(({ at }) => at >= from);
    this.#kept.set(
      unit,
      kept.filter(({ at }) => at < from),
    );
    for (const { unkeep } of undone.reverse()) unkeep();
    this.voided += undone.length;
    return undone.length;
  }

  /** A reader saw a value of a product's field. */
  saw(reader: string, productId: string, field: 'name' | 'price', value: string): void {
    const key = `${reader} ${productId} ${field}`;
    const known = this.sightings.get(key);
    if (known === undefined) this.sightings.set(key, { reader, productId, field, values: [value] });
    else if (known.values.at(-1) !== value) known.values.push(value);
  }
}

/** Writes of one member's displayName. */
export interface ProfileWrites {
  /** Writes sent. */
  attempts: number;
  /** Names that were acknowledged, in order; the first is the one that the member joined with. */
  readonly acknowledged: string[];
  /** Names whose write nobody answered: it may have happened, or may still. */
  readonly unknown: Set<string>;
}

export interface Sighting {
  readonly reader: string;
  readonly productId: string;
  readonly field: 'name' | 'price';
  readonly values: string[];
}
