import type { ApolloServerPlugin } from '@apollo/server';
import { refusal } from '../../errors/refusal.ts';
import type { GatewayContext } from '../../GatewayContext.ts';
import type { CheckedDocuments } from './CheckedDocuments.ts';

/** Refuses operations that are larger than the limits, before they are parsed; and names that the document does not have. */
export function useOperationLimits(documents: CheckedDocuments): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveSource({ queryHash, source }) {
          documents.check(queryHash, source);
        },
        async didResolveOperation({ document, operation, request: { operationName } }) {
          const refused = documents.refusalOf(document);
          if (refused !== undefined) throw refused;
          if (operation !== undefined && operation !== null) return;
          const message = operationName
            ? `The document has no operation of the name '${operationName}'.`
            : 'The document has several operations: `operationName` must say which is meant.';
          throw refusal('OPERATION_RESOLUTION_FAILURE', message);
        },
      };
    },
  };
}
