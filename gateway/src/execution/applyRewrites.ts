import type { Item } from './collectTargets.ts';
import type { PossibleTypes } from './PossibleTypes.ts';
import type { Rewrite } from './plan/Plan.ts';

type Step = { readonly field: string } | { readonly names: ReadonlySet<string> };

/** A rewrite, ready to be applied. */
export interface CompiledRewrite {
  readonly steps: readonly Step[];
  readonly apply: (item: Item) => void;
}

export function compileRewrite(rewrite: Rewrite, types: PossibleTypes): CompiledRewrite {
  const { key } = rewrite;
  return {
    steps: rewrite.path.map((segment) => ('field' in segment ? segment : { names: types.ofAny(segment.types) })),
    apply:
      rewrite.kind === 'set'
        ? (item) => {
            item[key] = rewrite.value;
          }
        : (item) => {
            const value = item[key];
            if (value === undefined || value === null) return;
            item[rewrite.to] = value;
            delete item[key];
          },
  };
}

/** Applies rewrites to what goes to a subgraph or came from it, in place. */
export function applyRewrites(rewrites: readonly CompiledRewrite[], value: unknown): void {
  for (const { steps, apply } of rewrites) applyAt(value, steps, 0, apply);
}

function applyAt(value: unknown, steps: readonly Step[], at: number, apply: (item: Item) => void): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) applyAt(item, steps, at, apply);
    return;
  }
  const item = value as Item;
  const step = steps[at];
  if (step === undefined) apply(item);
  else if ('field' in step) applyAt(item[step.field], steps, at + 1, apply);
  else {
    const { __typename: typename } = item;
    // What tells no type is taken for what is meant.
    if (typeof typename !== 'string' || step.names.has(typename)) applyAt(item, steps, at + 1, apply);
  }
}
