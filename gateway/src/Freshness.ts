/** How fresh the copies of one view were that one subgraph answered from. */
export type FreshnessEntry = {
  readonly subgraph: string;
  readonly view: string;
  /** ISO time of the oldest copy that was used. */
  readonly asOf: string;
  /** How far that copy was behind its owner; ms. */
  readonly lagMs: number;
};

/** Gathers, over all fetches of one operation, how old the copies were that it was answered from. */
export class Freshness {
  readonly #oldest = new Map<string, FreshnessEntry>();

  /** Takes in a subgraph's `extensions.replicas`; whatever does not have that shape is passed over. */
  add(subgraph: string, replicas: unknown): void {
    if (!Array.isArray(replicas)) return;
    for (const replica of replicas) {
      if (!isReplica(replica)) continue;
      const { view, asOf, lagMs } = replica;
      const key = `${subgraph} ${view}`;
      const known = this.#oldest.get(key);
      if (known === undefined || Date.parse(asOf) < Date.parse(known.asOf)) {
        this.#oldest.set(key, { subgraph, view, asOf, lagMs });
      }
    }
  }

  /** One entry a subgraph and view, in the order in which they were first used. */
  entries(): FreshnessEntry[] {
    return [...this.#oldest.values()];
  }
}

function isReplica(value: unknown): value is Omit<FreshnessEntry, 'subgraph'> {
  const { view, asOf, lagMs } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof view === 'string' && typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf)) && typeof lagMs === 'number'
  );
}
