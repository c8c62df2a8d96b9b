import type { ApolloServerPlugin } from '@apollo/server';
import { activeTracer, fail, recordingTracer } from '@wellspring/kit/telemetry';
import type { GatewayContext } from '../GatewayContext.ts';

/**
 * A span for each operation: https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/, without the document, which may hold
 * personal data in literals. Only where traces are on.
 */
export function useOperationSpans(): ApolloServerPlugin<GatewayContext>[] {
  if (activeTracer() === undefined) return [];
  return [
    {
      async requestDidStart({ contextValue }) {
        const span = recordingTracer()?.startSpan('graphql');
        if (span === undefined) return;
        contextValue.operationSpan = span;
        return {
          async didResolveOperation({ operation, operationName }) {
            if (operation === undefined) return;
            span.updateName(operation.operation);
            span.setAttribute('graphql.operation.type', operation.operation);
            if (operationName) span.setAttribute('graphql.operation.name', operationName);
          },
          async willSendResponse({ errors }) {
            if (errors?.[0] !== undefined) fail(span, String(errors[0].extensions?.code ?? 'unknown'));
            span.end();
          },
        };
      },
    },
  ];
}
