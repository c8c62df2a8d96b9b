import type { GatewayContext } from '../GatewayContext.ts';

/** What of a request reaches a subgraph: nothing else of the client's does. */
export function headersFor({ requestId, actor, authorization, traceparent }: GatewayContext): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    'x-request-id': requestId,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(actor === undefined ? {} : { 'x-wellspring-actor': actor }),
  };
}
