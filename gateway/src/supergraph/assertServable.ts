import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { validateSchema } from 'graphql';
import { subgraphKey } from '../config/GatewayConfig.ts';

/**
 * Does everything with a supergraph that can fail, before it takes the place of one that works. ApolloGateway would
 * otherwise find some faults only after it has half changed over.
 *
 * @returns the names of the subgraphs.
 * @throws {Error} saying what is wrong with it.
 */
export function assertServable(supergraphSdl: string, subgraphUrls: ReadonlyMap<string, string>): readonly string[] {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: true });
  const [firstError] = validateSchema(supergraph.apiSchema().toGraphQLJSSchema());
  if (firstError !== undefined) throw firstError;
  new QueryPlanner(supergraph);

  const subgraphs = supergraph.subgraphsMetadata();
  for (const { name, url } of subgraphs) {
    const address = subgraphUrls.get(subgraphKey(name)) ?? url;
    if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
      throw new Error(
        `The subgraph '${name}' has no http address; got '${address}'. ` +
          `Give it a routing_url and compose again, or set SUBGRAPH_URL_${subgraphKey(name)}.`,
      );
    }
  }
  return subgraphs.map(({ name }) => name);
}
