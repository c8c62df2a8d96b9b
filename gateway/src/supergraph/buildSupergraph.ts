import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';

/** Features of a supergraph that guard fields: @apollo/gateway does not know them, and so does not load it. */
export const GUARDING_FEATURES = ['authenticated', 'requiresScopes', 'policy'] as const;

const supportedFeatures = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  ...GUARDING_FEATURES.map((feature) => `https://specs.apollo.dev/${feature}/v0.1`),
]);

interface Built {
  readonly supergraphSdl: string;
  readonly validated: boolean;
  readonly supergraph: WeakRef<Supergraph>;
}

/** What was built last: everything that takes a new supergraph over needs it, one after the other. */
let last: Built | undefined;

/**
 * A supergraph as this gateway executes it.
 * @throws Error when it is none, or needs what this gateway does not do
 */
export function buildSupergraph(
  supergraphSdl: string,
  { validateSupergraph = false }: { readonly validateSupergraph?: boolean } = {},
): Supergraph {
  if (last?.supergraphSdl === supergraphSdl && (last.validated || !validateSupergraph)) {
    const known = last.supergraph.deref();
    if (known !== undefined) return known;
  }
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures, validateSupergraph });
  last = { supergraphSdl, validated: validateSupergraph, supergraph: new WeakRef(supergraph) };
  return supergraph;
}
