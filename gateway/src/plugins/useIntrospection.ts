import type { ApolloServerPlugin } from '@apollo/server';
import { BREAK, type DocumentNode, visit } from 'graphql';
import { refusal } from '../errors/refusal.ts';
import type { GatewayContext } from '../GatewayContext.ts';

export type IntrospectionOptions = {
  /** Whether anyone may introspect. */
  readonly open: boolean;
  /** Whoever has this scope in a verified access token may. */
  readonly scope: string;
};

/** Lets those introspect who may: everyone in development, in production who has the scope. */
export function useIntrospection({ open, scope }: IntrospectionOptions): ApolloServerPlugin<GatewayContext> {
  const introspecting = new WeakMap<DocumentNode, boolean>();
  return {
    async requestDidStart() {
      if (open) return;
      return {
        async didResolveOperation({ document, contextValue: { identity } }) {
          let asks = introspecting.get(document);
          if (asks === undefined) {
            asks = introspects(document);
            introspecting.set(document, asks);
          }
          if (!asks || identity?.scopes.has(scope)) return;
          const message = `Introspection is closed here. It takes an access token with the scope '${scope}'.`;
          throw refusal('INTROSPECTION_REFUSED', message, {}, 403);
        },
      };
    },
  };
}

function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field: ({ name }) => {
      if (name.value !== '__schema' && name.value !== '__type') return;
      found = true;
      return BREAK;
    },
  });
  return found;
}
