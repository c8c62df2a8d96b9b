import { Supergraph } from '@apollo/federation-internals';
import { subgraphKey } from '../../config/GatewayConfig.ts';
import { SubgraphClient, type SubgraphClientOptions } from './SubgraphClient.ts';

/** A client for each subgraph of a supergraph, by name. */
export function subgraphClients(
  supergraphSdl: string,
  {
    subgraphUrls,
    ...options
  }: Omit<SubgraphClientOptions, 'name' | 'url'> & { readonly subgraphUrls: ReadonlyMap<string, string> },
): ReadonlyMap<string, SubgraphClient> {
  return new Map(
    Supergraph.build(supergraphSdl)
      .subgraphsMetadata()
      .map(({ name, url }) => [
        name,
        new SubgraphClient({ name, url: subgraphUrls.get(subgraphKey(name)) ?? url, ...options }),
      ]),
  );
}
