import { QueryPlanner } from '@apollo/query-planner';
import { parse, validateSchema } from 'graphql';
import { type GatewayConfig, subgraphKey } from '../config/GatewayConfig.ts';
import { buildSupergraph, GUARDING_FEATURES } from './buildSupergraph.ts';
import { linkedDirective, linksOf } from './linkedDirective.ts';

/**
 * Does everything with a supergraph that can fail, before it takes the place of one that works. ApolloGateway would
 * otherwise find some faults only after it has half changed over.
 *
 * @returns the names of the subgraphs.
 * @throws {Error} saying what is wrong with it.
 */
export function assertServable(
  supergraphSdl: string,
  subgraphUrls: ReadonlyMap<string, string>,
  executor: GatewayConfig['executor'],
): readonly string[] {
  if (executor === 'stock') assertUnguarded(supergraphSdl);
  const supergraph = buildSupergraph(supergraphSdl, { validateSupergraph: true });
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

/** @apollo/gateway would say that a feature is not supported, not what to do about it. */
function assertUnguarded(supergraphSdl: string): void {
  const links = linksOf(parse(supergraphSdl, { noLocation: true }));
  const guards = GUARDING_FEATURES.filter((feature) => linkedDirective(links, feature) !== undefined);
  if (guards.length === 0) return;
  throw new Error(
    `It is guarded by ${guards.map((guard) => `@${guard}`).join(', ')}, which @apollo/gateway does not enforce: EXECUTOR=compiled does.`,
  );
}
