/** A change as its event tells it: what there was, and what there is since. */
export interface Link {
  readonly previous: string;
  readonly next: string;
}

/** The values of a field in the order in which they were, and the changes that have no place in that order. */
export interface Chain {
  readonly values: readonly string[];
  /** Changes told twice, or whose predecessor was never told. */
  readonly loose: readonly Link[];
}

/** Puts changes in order: each one begins where another one ended, the first at `first`. Every value comes once. */
export function followChain(first: string, links: readonly Link[]): Chain {
  const loose = new Set(links);
  const byPrevious = new Map<string, Link>();
  for (const link of links) if (!byPrevious.has(link.previous)) byPrevious.set(link.previous, link);
  const values = [first];
  for (let link = byPrevious.get(first); link !== undefined && loose.has(link); link = byPrevious.get(link.next)) {
    values.push(link.next);
    loose.delete(link);
  }
  return { values, loose: [...loose] };
}
