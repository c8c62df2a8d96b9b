import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';
import type { GatewayConfig } from '../config/GatewayConfig.ts';
import type { GatewayContext } from '../GatewayContext.ts';

/** Tells Apollo Studio which operations are used and how long they take, where a graph is named. Nothing of what they carry. */
export function useUsageReporting(graph: GatewayConfig['usageReporting']): ApolloServerPlugin<GatewayContext> {
  if (graph === undefined) return ApolloServerPluginUsageReportingDisabled();
  return ApolloServerPluginUsageReporting<GatewayContext>({
    sendVariableValues: { none: true },
    sendHeaders: { none: true },
    sendErrors: { masked: true },
    ...(graph.endpoint === undefined ? {} : { endpointUrl: graph.endpoint }),
  });
}
