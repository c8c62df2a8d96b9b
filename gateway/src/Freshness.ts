/** How fresh the copies of one view were that one subgraph answered from. */
export type FreshnessEntry = {
  readonly subgraph: string;
  readonly view: string;
  /** ISO time: every write that the owner committed before it was in the copy; null while the copy was first being filled. */
  readonly asOf: string | null;
  /** How long ago that was when the subgraph answered; ms, null where `asOf` is. */
  readonly lagMs: number | null;
};

/** Gathers, over all fetches of one operation, how old the copies were that it was answered from. */
export class Freshness {
  readonly #oldest = new Map<string, FreshnessEntry>();

  /** Takes in a subgraph's `extensions.replicas`; whatever does not have that shape is passed over. */
  add(subgraph: string, replicas: unknown): void {
    if (!Array.isArray(replicas)) return;
    for (const replica of replicas) if (isReplica(replica)) this.#keepOldest({ subgraph, ...replica });
  }

  /** Takes in what another operation was answered from, whose answer this one shares. */
  join(other: Freshness): void {
    for (const entry of other.#oldest.values()) this.#keepOldest(entry);
  }

  /** One entry a subgraph and view, in the order in which they were first used. */
  entries(): FreshnessEntry[] {
    return [...this.#oldest.values()];
  }

  #keepOldest({ subgraph, view, asOf, lagMs }: FreshnessEntry): void {
    const key = `${subgraph} ${view}`;
    const known = this.#oldest.get(key);
    if (known === undefined || age(asOf) < age(known.asOf)) this.#oldest.set(key, { subgraph, view, asOf, lagMs });
  }
}

/** For comparing: what is not known counts as older than anything that is. */
function age(asOf: string | null): number {
  return asOf === null ? Number.NEGATIVE_INFINITY : Date.parse(asOf);
}

function isReplica(value: unknown): value is Omit<FreshnessEntry, 'subgraph'> {
  const { view, asOf, lagMs } = (value ?? {}) as Record<string, unknown>;
  if (typeof view !== 'string') return false;
  if (asOf === null) return lagMs === null;
  return typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf)) && typeof lagMs === 'number';
}
