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
  const [only] = parts;
  // Most keys are a few leaves of one type: their text is written without an object in between.
  if (rewrites.length === 0 && parts.length === 1 && only?.kind === 'fragment' && only.parts.every(isLeaf))
    return writeLeaves(only.names, only.parts);
  return (item) => {
    const representation = select(item, parts);
    if (representation === null || typeof representation.__typename !== 'string') return null;
    applyRewrites(rewrites, representation);
    return JSON.stringify(representation);
  };
}

type Leaf = Extract<Part, { kind: 'field' }>;
const isLeaf = (part: Part): part is Leaf => part.kind === 'field' && part.parts === undefined;

function writeLeaves(names: ReadonlySet<string>, parts: readonly Leaf[]): Represent {
  const unique = [...new Map(parts.map((part) => [part.as, part])).values()];
  const leaves = unique.map(({ key, as }) => ({ key, json: `${JSON.stringify(as)}:` }));
  const saysType = unique.some(({ as }) => as === '__typename');
  return (item) => {
    const { __typename: typename } = item;
    if (!saysType || typeof typename !== 'string' || !names.has(typename)) return null;
    let text = '';
    for (const { key, json } of leaves) {
      const value = readOwn(item, key);
      if (value === undefined) return null;
      text += text === '' ? `{${json}${JSON.stringify(value)}` : `,${json}${JSON.stringify(value)}`;
    }
    return `${text}}`;
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
