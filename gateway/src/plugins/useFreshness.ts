import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../GatewayContext.ts';
import { addExtension } from './addExtension.ts';

/** Says in `extensions.freshness` how fresh the copies were that an answer was made from; says nothing where none was used. */
export function useFreshness(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          const entries = contextValue.freshness.entries();
          if (entries.length > 0) addExtension(response, 'freshness', entries);
        },
      };
    },
  };
}
