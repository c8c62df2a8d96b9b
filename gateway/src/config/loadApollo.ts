import type { GatewayConfig } from './GatewayConfig.ts';

/** What has to do with Apollo Studio: nothing, unless a key and a graph are named. */
export function loadApollo(
  env: Readonly<Record<string, string | undefined>>,
  source: string,
  faults: string[],
): Pick<GatewayConfig, 'uplink' | 'usageReporting'> {
  const key = env.APOLLO_KEY ?? '';
  const graphRef = env.APOLLO_GRAPH_REF ?? '';
  const endpoints = (env.APOLLO_SCHEMA_CONFIG_DELIVERY_ENDPOINT ?? '').split(',').flatMap((url) => url.trim() || []);
  const endpoint = env.APOLLO_USAGE_REPORTING_ENDPOINT || undefined;
  const complete = key !== '' && /^[^@]+@[^@]+$/.test(graphRef);
  if (!complete && (source === 'uplink' || key !== '' || graphRef !== '')) {
    faults.push(
      `APOLLO_KEY and APOLLO_GRAPH_REF (graph@variant) belong together${source === 'uplink' ? ', and SUPERGRAPH_SOURCE=uplink needs them' : ''}; ` +
        `got ${key === '' ? 'no key' : 'a key'} and '${graphRef}'.`,
    );
  }
  const graph = { key, graphRef };
  return {
    uplink: complete && source === 'uplink' ? { ...graph, endpoints } : undefined,
    usageReporting: complete ? { ...graph, endpoint } : undefined,
  };
}
