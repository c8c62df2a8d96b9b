import { readOwn } from './ownKey.ts';
import type { PossibleTypes } from './PossibleTypes.ts';
import type { Path } from './plan/Plan.ts';

/** An object of a subgraph's answer, as it was parsed. */
export type Item = Record<string, unknown>;

type Step = { readonly kind: 'items' } | { readonly kind: 'field'; readonly key: string } | Types;
interface Types {
  readonly kind: 'types';
  readonly names: ReadonlySet<string>;
}

/** A path, ready to be walked. */
export interface CompiledPath {
  readonly steps: readonly Step[];
  /** Whether it leads to many places. */
  readonly many: boolean;
  /** Up to the first list: what stands for all places in an error. */
  readonly head: readonly string[];
}

export function compilePath(path: Path, types: PossibleTypes): CompiledPath {
  const steps = path.map((segment): Step => {
    if (segment === '@') return { kind: 'items' };
    return 'field' in segment
      ? { kind: 'field', key: segment.field }
      : { kind: 'types', names: types.ofAny(segment.types) };
  });
  const head: string[] = [];
  for (const step of steps) {
    if (step.kind === 'items') break;
    if (step.kind === 'field') head.push(step.key);
  }
  return { steps, many: steps.some(({ kind }) => kind === 'items'), head };
}

/** Calls `found` with each object at a path; what is null on the way is left out. */
export function collectTargets(root: unknown, { steps }: CompiledPath, found: (target: Item) => void): void {
  walk(root, steps, 0, found);
}

function walk(value: unknown, steps: readonly Step[], at: number, found: (target: Item) => void): void {
  if (value === null || typeof value !== 'object') return;
  let current: unknown = value;
  for (let index = at; index < steps.length; index += 1) {
    const step = steps[index] as Step;
    if (step.kind === 'field') {
      if (Array.isArray(current)) {
        for (const item of current) walk(item, steps, index, found);
        return;
      }
      current = readOwn(current as Item, step.key);
      if (current === null || typeof current !== 'object') return;
    } else if (step.kind === 'items') {
      if (!Array.isArray(current)) return;
      for (const item of current) walk(item, steps, index + 1, found);
      return;
    } else {
      const typename = (current as Item).__typename;
      if (typeof typename === 'string' && !step.names.has(typename)) return;
    }
  }
  if (Array.isArray(current)) for (const item of current) walk(item, steps, steps.length, found);
  else found(current as Item);
}

/** Like {@link collectTargets}, with each object's place: for errors, which are rare. */
export function collectPlaces(
  root: unknown,
  { steps }: CompiledPath,
  found: (target: Item, place: readonly (string | number)[]) => void,
): void {
  const place: (string | number)[] = [];
  const visit = (value: unknown, at: number): void => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      const next = steps[at]?.kind === 'items' ? at + 1 : at;
      value.forEach((item, index) => {
        place.push(index);
        visit(item, next);
        place.pop();
      });
      return;
    }
    const step = steps[at];
    if (step === undefined) found(value as Item, [...place]);
    else if (step.kind === 'field') {
      place.push(step.key);
      visit(readOwn(value as Item, step.key), at + 1);
      place.pop();
    } else if (step.kind === 'types') {
      const { __typename: typename } = value as Item;
      if (typeof typename !== 'string' || step.names.has(typename)) visit(value, at + 1);
    }
  };
  visit(root, 0);
}
