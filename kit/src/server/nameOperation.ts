import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { trace } from '@opentelemetry/api';
import { fail, recordingTracer } from '../telemetry/tracing.ts';

/**
 * Tells the span that an operation is executed in which operation it is: https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/,
 * without the document, which may hold personal data in literals.
 */
export function nameOperation(): ApolloServerPlugin<BaseContext> {
  return {
    requestDidStart: async () => {
      const span = recordingTracer() === undefined ? undefined : trace.getActiveSpan();
      if (span === undefined) return;
      return {
        didResolveOperation: async ({ operation, operationName }) => {
          if (operation === undefined) return;
          span.updateName(operation.operation);
          span.setAttribute('graphql.operation.type', operation.operation);
          if (operationName) span.setAttribute('graphql.operation.name', operationName);
        },
        willSendResponse: async ({ errors }) => {
          if (errors?.[0] !== undefined) fail(span, String(errors[0].extensions?.code ?? 'unknown'));
        },
      };
    },
  };
}
