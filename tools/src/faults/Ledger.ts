/** What clients did and saw: the oracle's half that no server had a hand in. */
export class Ledger {
  /** Writes that were answered without an error. */
  acknowledged = 0;
  /** Writes that were sent. */
  attempted = 0;
  /** Reads that were answered. */
  reads = 0;
  /** By product: each is a value that comes once. */
  readonly names = new Map<string, string[]>();
  readonly prices = new Map<string, string[]>();
  /** By member. */
  readonly profiles = new Map<string, ProfileWrites>();
  readonly joined: string[] = [];
  /** By member who was told to leave: whether that was acknowledged. */
  readonly leaving = new Map<string, boolean>();
  readonly placed: string[] = [];
  /** By order that was told to be cancelled: whether that was acknowledged. */
  readonly cancelling = new Map<string, boolean>();
  /** By reader, product and field: the values in the order in which they were seen, each once in a row. */
  readonly sightings = new Map<string, Sighting>();

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
  acknowledged: number;
  /** The last acknowledged. */
  name: string;
  /** Names whose write nobody answered: it may have happened, or may still. */
  unknown: Set<string>;
}

export interface Sighting {
  readonly reader: string;
  readonly productId: string;
  readonly field: 'name' | 'price';
  readonly values: string[];
}
