import { applyRewrites, type CompiledRewrite } from './applyRewrites.ts';
import type { Item } from './collectTargets.ts';
import { readOwn } from './ownKey.ts';
import type { PossibleTypes } from './PossibleTypes.ts';
import type { Requirement } from './plan/Plan.ts';

type Part =
  | { readonly kind: 'field'; readonly key: string; readonly as: string; readonly parts: readonly Part[] | undefined }
  | { readonly kind: 'fragment'; readonly names: ReadonlySet<string>; readonly parts: readonly Part[] };

/** Makes the representation of an entity, as JSON text; null where it lacks what its subgraph needs to know it by. */
export type Represent = (item: Item) => string | null;

/** Entities with the same text are the same entity to the subgraph that is asked. */
export function compileRepresentation(
  requires: readonly Requirement[],
  rewrites: readonly CompiledRewrite[],
  types: PossibleTypes,
): Represent {
  const parts = requires.map((requirement) => toPart(requirement, types));
  return (item) => {
    const representation = select(item, parts);
    if (representation === null || typeof representation.__typename !== 'string') return null;
    applyRewrites(rewrites, representation);
    return JSON.stringify(representation);
  };
}

function toPart(requirement: Requirement, types: PossibleTypes): Part {
  if (requirement.kind === 'Field')
    return {
      kind: 'field',
      key: requirement.key,
      as: requirement.as ?? requirement.key,
      parts: requirement.selections?.map((inner) => toPart(inner, types)),
    };
  return {
    kind: 'fragment',
    names: types.of(requirement.type),
    parts: requirement.selections.map((inner) => toPart(inner, types)),
  };
}

/** null when a field is not there: then the whole is unknown. */
function select(item: unknown, parts: readonly Part[]): Item | null {
  if (item === null || typeof item !== 'object') return null;
  const result: Item = {};
  for (const part of parts) {
    if (part.kind === 'fragment') {
      const { __typename: typename } = item as Item;
      if (typeof typename !== 'string' || !part.names.has(typename)) continue;
      const inner = select(item, part.parts);
      if (inner !== null) mergeFields(result, inner);
      continue;
    }
    const value = readOwn(item as Item, part.key);
    if (value === undefined) return null;
    result[part.as] = part.parts === undefined ? value : selectIn(value, part.parts);
  }
  return result;
}

function selectIn(value: unknown, parts: readonly Part[]): unknown {
  return Array.isArray(value) ? value.map((item) => selectIn(item, parts)) : select(value, parts);
}

function mergeFields(target: Item, source: Item): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (isItem(there) && isItem(value)) mergeFields(there, value);
    else target[key] = value;
  }
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);
