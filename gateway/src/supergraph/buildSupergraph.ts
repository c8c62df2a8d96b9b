import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';

/** Features of a supergraph that guard fields: @apollo/gateway does not know them, and so does not load it. */
export const GUARDING_FEATURES = ['authenticated', 'requiresScopes', 'policy'] as const;

const supportedFeatures = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  ...GUARDING_FEATURES.map((feature) => `https://specs.apollo.dev/${feature}/v0.1`),
]);

/**
 * A supergraph as this gateway executes it.
 * @throws Error when it is none, or needs what this gateway does not do
 */
export function buildSupergraph(
  supergraphSdl: string,
  options: { readonly validateSupergraph?: boolean } = {},
): Supergraph {
  return Supergraph.build(supergraphSdl, { supportedFeatures, ...options });
}
