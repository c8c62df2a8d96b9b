import { WellspringError } from '../errors/WellspringError.ts';
import type { ReplicaPlan } from './ReplicaRow.ts';

/**
 * Checks that a declared index serves a `find`: the filter's fields are its first ones, in any order, and the sort's follow.
 * One of both is needed: a replica is not read as a whole.
 * @throws WellspringError BAD_INPUT that names the index to declare
 */
export function assertIndexed(
  plan: ReplicaPlan,
  filter: Readonly<Record<string, unknown>>,
  sort: Readonly<Record<string, 1 | -1>>,
): void {
  const equal = Object.keys(filter);
  const ordered = Object.entries(sort).map(([field, direction]) => (direction === -1 ? `-${field}` : field));
  if (equal.length + ordered.length === 0) {
    throw new WellspringError(
      'BAD_INPUT',
      `find on ${plan.view} by nothing: it would read every row. Filter or sort by a declared index.`,
    );
  }
  const serves = plan.indexes.some((index) => {
    const head = index.slice(0, equal.length).map((field) => field.replace(/^-/, ''));
    if (!equal.every((field) => head.includes(field))) return false;
    const tail = index.slice(equal.length, equal.length + ordered.length);
    return (
      tail.length === ordered.length &&
      (tail.every((field, at) => field === ordered[at]) ||
        tail.every((field, at) => field === reverse(ordered[at] ?? '')))
    );
  });
  if (serves) return;
  const wanted = [...equal, ...ordered];
  const inWords = wanted.map((field) => (field.startsWith('-') ? `${field.slice(1)} descending` : field)).join(', ');
  throw new WellspringError(
    'BAD_INPUT',
    `find on ${plan.view} by ${inWords}: no declared index serves it. Declare indexes: [[${wanted.map((field) => `'${field}'`).join(', ')}]] with the replica.`,
  );
}

function reverse(field: string): string {
  return field.startsWith('-') ? field.slice(1) : `-${field}`;
}
