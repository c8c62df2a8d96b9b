import { setTimeout as pause } from 'node:timers/promises';
import { askDemoQuery, missingIn } from '@wellspring/tools/demo/demoQuery.ts';
import { WrongAnswer } from './assertAnswer.ts';

/** What both ways answer, and whom each asked for it. */
export interface Agreement {
  /** The answer's data, as JSON. */
  readonly data: string;
  readonly fetches: { readonly on: readonly string[]; readonly off: readonly string[] };
}

/** How long copies may take to be there after the data was loaded; ms. */
const PATIENCE = 30_000;

/**
 * Asks both gateways the demo query until they answer alike: fresh copies may still be on their way.
 * @throws WrongAnswer when they do not within 30 s, or when the fetches are not one with copies and several without
 */
export async function agree(on: string, off: string, signal?: AbortSignal): Promise<Agreement> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    signal?.throwIfAborted();
    const [withCopies, without] = [await ask(on), await ask(off)];
    const problem = problemOf(withCopies, without);
    if (problem === undefined) {
      return { data: withCopies.data, fetches: { on: withCopies.fetches, off: without.fetches } };
    }
    if (performance.now() > deadline) throw new WrongAnswer(problem);
    await pause(50);
  }
}

interface Asked {
  readonly data: string;
  readonly fetches: readonly string[];
  /** Why it is not whole; undefined when it is. */
  readonly problem: string | undefined;
}

async function ask(url: string): Promise<Asked> {
  const { data, errors, fetches } = await askDemoQuery(url);
  const orders = data?.orders?.edges.map(({ node }) => node) ?? [];
  const missing = orders.length < 10 ? ['ten orders'] : missingIn(orders);
  const faults = [...errors.map(({ message }) => message), ...missing.map((path) => `${path} is missing`)];
  return { data: JSON.stringify(data), fetches: fetches ?? [], problem: faults[0] };
}

/** Why the two cannot be compared; undefined when they can. */
export function problemOf(on: Asked, off: Asked): string | undefined {
  if (on.problem !== undefined) return `Expected a whole answer with copies: ${on.problem}.`;
  if (off.problem !== undefined) return `Expected a whole answer without copies: ${off.problem}.`;
  if (on.data !== off.data) {
    return `Expected the same data both ways; got ${on.data} with copies, ${off.data} without.`;
  }
  if (on.fetches.length !== 1) return `Expected 1 fetch with copies; got ${list(on.fetches)}.`;
  if (off.fetches.length <= 1) return `Expected several fetches without copies; got ${list(off.fetches)}.`;
  return undefined;
}

function list(fetches: readonly string[]): string {
  return fetches.length === 0 ? 'none' : `${fetches.length}: ${fetches.join(', ')}`;
}
