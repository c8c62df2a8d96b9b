import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../GatewayContext.ts';
import { addExtension } from './addExtension.ts';

/** The header that asks for the trace: `x-wellspring-trace: fetches`. */
export const traceHeader = 'x-wellspring-trace';

/** Lists in `extensions.fetches` the requests that were really made to subgraphs, in the order in which they ended. */
export function useFetchTrace(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          if (contextValue.showFetches) addExtension(response, 'fetches', contextValue.fetches);
        },
      };
    },
  };
}
