import type { Rights } from './Rights.ts';

/** Sets of scopes or policies: one of them has to be there as a whole. */
export type AnyOf = readonly (readonly string[])[];

/** What one directive asks of whoever wants a field. */
export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: AnyOf }
  | { readonly kind: 'policies'; readonly anyOf: AnyOf };

/** Whether somebody meets a requirement. */
export function meets(rights: Rights, requirement: Requirement): boolean {
  if (rights.who !== 'somebody') return false;
  if (rights.everything || requirement.kind === 'authenticated') return true;
  const held = rights[requirement.kind];
  return requirement.anyOf.some((all) => all.every((one) => held.has(one)));
}

/** Whether everybody who meets all of some requirements meets this one too. */
export function isImplied(requirement: Requirement, by: readonly Requirement[]): boolean {
  if (requirement.kind === 'authenticated') return by.length > 0;
  const { kind, anyOf } = requirement;
  let sets: AnyOf = [[]];
  for (const one of by) if (one.kind === kind) sets = both(sets, one.anyOf);
  return sets.every((held) => anyOf.some((all) => all.every((name) => held.includes(name))));
}

/** The sets that satisfy two alternatives at once, without those that another makes needless. */
function both(left: AnyOf, right: AnyOf): AnyOf {
  const sets = left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])]));
  return sets.filter((set, index) =>
    sets.every(
      (other, place) =>
        place === index || !other.every((name) => set.includes(name)) || (other.length === set.length && place > index),
    ),
  );
}
