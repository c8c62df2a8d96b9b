import { type Chain, followChain, type Link } from './followChain.ts';

/** A field that was set back: from what it was to what it had been. */
export interface Turn {
  readonly from: string;
  readonly to: string;
}

/** The values of a field in the order in which they were; a value that was set back to is there twice. */
export interface Timeline extends Chain {
  /** Turns that no changes lead to. */
  readonly unexplained: readonly Turn[];
}

/**
 * Puts changes in order where the database was set back in between: every turn ends a branch that began where it went back to. Without
 * turns it is a chain. Every value comes once as the result of a change.
 * @param turns in their order
 */
export function toTimeline(first: string, links: readonly Link[], turns: readonly Turn[]): Timeline {
  const byNext = new Map(links.map((link) => [link.next, link]));
  const undone = new Set<Link>();
  const unexplained: Turn[] = [];
  const branches = turns.map((turn) => {
    const branch: Link[] = [];
    let value = turn.from;
    while (value !== turn.to) {
      const link = byNext.get(value);
      if (link === undefined || branch.includes(link)) {
        unexplained.push(turn);
        return { turn, values: [] };
      }
      branch.unshift(link);
      value = link.previous;
    }
    for (const link of branch) undone.add(link);
    return { turn, values: branch.map(({ next }) => next) };
  });
  const { values: main, loose } = followChain(
    first,
    links.filter((link) => !undone.has(link)),
  );
  const values: string[] = [];
  let done = 0;
  for (const { turn, values: branch } of branches) {
    const place = main.indexOf(turn.to, done);
    if (place === -1) {
      unexplained.push(turn);
      continue;
    }
    values.push(...main.slice(done, place + 1), ...branch);
    done = place; // it is there again
  }
  values.push(...main.slice(done));
  return { values, loose, unexplained };
}
