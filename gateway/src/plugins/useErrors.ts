import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../GatewayContext.ts';

/**
 * Gives errors the form that clients see: faults nobody meant to show are logged whole under the request id and masked,
 * paths point into the client's own result, and `extensions.service` names the subgraph.
 */
export function useErrors(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue: { log } }) {
          for (const error of errors) {
            if (isUnknown(error.extensions.code))
              log.error({ err: error, cause: error.originalError }, 'unknown error');
          }
        },
        async willSendResponse({ response, contextValue: { requestId } }) {
          const { body } = response;
          if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
          body.singleResult.errors = body.singleResult.errors.map((error) => toClientError(error, requestId));
        },
      };
    },
  };
}

function toClientError(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  const { serviceName: _named, ...extensions } = error.extensions ?? {};
  const path = error.path === undefined ? undefined : toClientPath(error.path);
  return {
    message: isUnknown(extensions.code)
      ? `Something went wrong that is not of your making. Report it with the request id ${requestId}.`
      : error.message,
    ...(error.locations ? { locations: error.locations } : {}),
    ...(path?.length ? { path } : {}),
    extensions,
  };
}

function isUnknown(code: unknown): boolean {
  return code === undefined || code === 'INTERNAL_SERVER_ERROR';
}

/** Cuts off what only the query plan knows: `@` (every item of a list) and `_entities`. */
function toClientPath(path: readonly (string | number)[]): readonly (string | number)[] {
  const end = path.findIndex((part) => part === '@' || part === '_entities');
  return end === -1 ? path : path.slice(0, end);
}
